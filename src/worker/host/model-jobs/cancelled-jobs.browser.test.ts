import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { activateTestBackend } from '../../../training/testing/activate-test-backend.ts';
import { holdToNoLeak, recipeOf } from '../../../training/testing/small-run.ts';
import { syntheticDataset } from '../../../training/testing/synthetic-dataset.ts';
import type { ModelJobName, ModelJobs } from '../../protocol-model-jobs.ts';
import { runnerWith, trained } from '../testing/trained-weights.ts';

const image = { of: 'set', split: 'val', index: 3 } as const;
const facts = {
  name: 'A',
  scores: { val: { auc: 0.5, acc: 0.5, loss: 1, interval: null, aucByClass: [] }, test: null },
  lab: '1',
} as const;

/** Something to ask of each kind: a new kind is held to this as well. */
const REQUESTS: { readonly [Name in ModelJobName]: ModelJobs[Name]['request'] } = {
  features: { split: 'train', most: null },
  'seen-image': { image },
  'image-scores': { image },
  'augmented-scores': { image, draws: 3 },
  'grad-cam': { image, output: 0, direction: 1 },
  'nearest-images': { image, count: 5 },
  'feature-map': { parts: ['train', 'val'], most: 20, axes: null },
  'feature-umap': { parts: ['train', 'val'], most: 20 },
  stress: { split: 'val', name: 'noise' },
  'own-page': { withImages: true, page: 'https://lab.example/', stem: 'page', ...facts },
  'saved-model': { format: 'onnx', ...facts },
};
const KINDS = Object.keys(REQUESTS) as ModelJobName[];

beforeAll(async () => {
  await activateTestBackend('cpu');
  // A saved model is an archive, which tells when it was made.
  vi.useFakeTimers({ toFake: ['Date'] });
  // The files of the built page.
  vi.stubGlobal('fetch', async (url: URL) =>
    url.pathname.endsWith('files.json') ? Response.json(['index.html']) : new Response('<!doctype html>'),
  );
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
holdToNoLeak();

describe('a job that is given up', () => {
  it.each(KINDS)(
    'stops before any of its steps, frees its tensors, and can be asked again: %s',
    async (name) => {
      const dataset = syntheticDataset({ counts: { train: 96, val: 40, test: 24 } });
      const recipe = recipeOf({ epochs: 1 });
      const { weights } = await trained(dataset, recipe);
      const { numTensors, numBytes } = tf.memory();
      const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };

      /** Asks a runner that keeps nothing yet, and gives the job up as a step of that number is about to be taken. */
      const ask = async (last: number) => {
        let steps = 0;
        const looked = () => {
          steps += 1;
          if (steps === last) runner.cancel('ticket');
          return false;
        };
        const { runner } = runnerWith(weights, looked);
        const answer = await runner
          .run(dataset, model, name, REQUESTS[name], 'ticket', () => {})
          .catch((error: unknown) => error);
        expect(tf.memory(), `after step ${last} of ${name}`).toMatchObject({ numTensors, numBytes });
        return {
          answer,
          steps,
          again: () => runner.run(dataset, model, name, REQUESTS[name], 'again', () => {}),
        };
      };

      const whole = await ask(Number.POSITIVE_INFINITY);
      expect(whole.answer).not.toBeInstanceOf(Error);
      for (const last of new Set([1, 2, Math.ceil(whole.steps / 2), whole.steps])) {
        const { answer, steps, again } = await ask(last);
        expect(answer, `at step ${last} of ${whole.steps}`).toMatchObject({ code: 'cancelled' });
        expect(steps, 'nothing is begun after it').toBe(last);
        const other = await again();
        if (!(other instanceof Blob)) expect(other).toEqual(whole.answer);
        else expect(other.size).toBe((whole.answer as unknown as Blob).size);
      }
    },
  );
});
