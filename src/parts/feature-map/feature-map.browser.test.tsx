import { MantineProvider } from '@mantine/core';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useData } from '../../state/data/store.ts';
import { useKeptWeights } from '../../state/runs/kept-weights.ts';
import { changeMapView } from '../../state/trained/map-view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import type { FeatureMap as MapAnswer, ModelJobs, ModelReference } from '../../worker/protocol-model-jobs.ts';
import { FeatureMap } from './feature-map.tsx';

const AXES = { mean: new Float64Array(1), first: new Float64Array(1), second: new Float64Array(1) };

/** What the model was asked, and a map whose first point tells of which epoch it is. */
const asked = vi.hoisted(() => [] as { name: string; epoch: number | null; axes: unknown }[]);
vi.mock('../../worker/client/trained-models.ts', () => ({
  keptWeights: async () => [],
  askModel: async (
    { epoch }: ModelReference,
    name: 'feature-map' | 'feature-umap',
    request: ModelJobs['feature-map']['request'],
  ) => {
    asked.push({ name, epoch, axes: request.axes ?? null });
    return { x: [epoch ?? 3], y: [0], ids: [0], axes: AXES };
  },
}));
vi.mock('./map-of-points.tsx', () => ({
  COLOURS: { class: 'class' },
  MapOfPoints: ({ map, reference }: { map: MapAnswer; reference: MapAnswer }) => (
    <p>{`points of epoch ${map.x[0]} in the frame of epoch ${reference.x[0]}`}</p>
  ),
}));

const { summary } = syntheticDataset();
const row = { id: 'run', recipe: {}, dataset: summary, summary: { test: null } } as unknown as RunRow;
let root: Root;

beforeEach(() => {
  asked.length = 0;
  changeMapView({ open: true, method: 'pca' });
  useData.setState({ dataset: summary });
  const kept = { id: 'run', best: 3, epochs: [1, 2, 3], bytes: 1 };
  useKeptWeights.setState({ byRun: { run: kept } });
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

it('moves with the epochs that are kept, on the axes of the best one', async () => {
  root.render(
    <MantineProvider>
      <FeatureMap row={row} />
    </MantineProvider>,
  );
  const text = () => document.body.textContent;
  await expect.poll(text).toContain('points of epoch 3 in the frame of epoch 3');
  expect(text()).toContain('epoch 3, the best');
  expect(asked).toEqual([{ name: 'feature-map', epoch: null, axes: null }]);

  const slider = document.querySelector<HTMLElement>('[role=slider]')!;
  expect(slider.getAttribute('aria-label')).toBe('Epoch');
  for (const key of ['ArrowLeft', 'ArrowLeft']) {
    slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    // As quick as a person: the slider hears the second key when it has moved.
    await new Promise(requestAnimationFrame);
  }
  await expect.poll(text).toContain('points of epoch 1 in the frame of epoch 3');
  expect(asked.at(-1)).toEqual({ name: 'feature-map', epoch: 1, axes: AXES });

  changeMapView({ method: 'umap' });
  await expect.poll(() => document.querySelector('[role=slider]')).toBeNull();
  await expect.poll(() => asked.at(-1)!.name).toBe('feature-umap');
});
