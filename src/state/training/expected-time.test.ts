import { beforeEach, expect, it } from 'vitest';
import { emptyReport } from '../../lab/bench/device-report.ts';
import type { BenchEntry } from '../../lab/bench/entry.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { useReport } from '../bench/report.ts';
import { useData } from '../data/store.ts';
import { useEnvironment } from '../environment/store.ts';
import { useRuns } from '../runs/store.ts';
import { expectedNow } from './expected-time.ts';

const { dataset, backend } = exampleRow();
const entry: BenchEntry = {
  ...{ name: 'step/2d-imagenet', backend, value: 100, unit: 'images/s', spread: [90, 110] },
  ...{ samples: 3, threads: 2, detail: '', ratios: {} },
};
const narrow: BenchEntry = { ...entry, name: 'step/2d-narrow', value: 1000, counts: { batch: 16 } };
const recipe = parseRecipe({ dataset: { kind: 'phantom' }, width: 64, epochs: 2 });

beforeEach(() => {
  useRuns.setState({ rows: [] });
  useReport.setState({ report: null });
  useData.setState({ dataset });
  useEnvironment.setState({
    environment: { backend: { name: backend } } as NonNullable<
      ReturnType<typeof useEnvironment.getState>['environment']
    >,
  });
});

it('is not known before anything was trained or measured here', () => {
  expect(expectedNow([recipe])).toMatchObject({ unmeasured: 1, byBench: 0 });
});

it('comes from the bench where no run of the kind was trained', () => {
  useReport.setState({ report: { ...emptyReport('quick', '2026-01-01'), entries: [entry, narrow] } });
  const time = expectedNow([recipe])!;
  expect(time).toMatchObject({ unmeasured: 0, byBench: 1 });
  expect(time.seconds).toBeGreaterThan((2 * dataset.counts.train) / 100);
});

it('comes from runs where there are any, whatever the bench says', () => {
  useReport.setState({ report: { ...emptyReport('quick', '2026-01-01'), entries: [entry, narrow] } });
  const summary = { epochs: 2, seconds: 1000, imagesPerSecond: 1 };
  useRuns.setState({ rows: [exampleRow({ recipe, dataset, backend, stepsPerEpoch: 4, summary })] });
  expect(expectedNow([recipe])).toMatchObject({ unmeasured: 0, byBench: 0 });
});

it('comes from runs of another kind where nothing else is known, and says so', () => {
  const summary = { epochs: 2, seconds: 10, imagesPerSecond: 100 };
  const narrower = { ...recipe, width: 16 };
  useRuns.setState({
    rows: [exampleRow({ recipe: narrower, dataset, backend, stepsPerEpoch: 4, summary })],
  });
  expect(expectedNow([recipe])).toMatchObject({ unmeasured: 0, byBench: 0, bySimilar: 1 });
  expect(expectedNow([narrower])).toMatchObject({ unmeasured: 0, bySimilar: 0 });
});

it('is not known before it is known what computes', () => {
  useEnvironment.setState({ environment: null });
  expect(expectedNow([recipe])).toBeNull();
});
