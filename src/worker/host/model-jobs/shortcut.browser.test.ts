import { beforeAll, expect, it } from 'vitest';
import { phantomSource } from '../../../datasets/sources/phantom.ts';
import { imageLength } from '../../../lab/dataset.ts';
import { recipeOfStep } from '../../../lab/lesson/plan.ts';
import { readLesson } from '../../../lab/lesson/read-lesson.ts';
import { recipeHash } from '../../../lab/recipe/canonical.ts';
import { heatOnMark, markShare } from '../../../lab/shortcut-mark.ts';
import { LESSON_TEXTS } from '../../../lessons/registry.ts';
import { applyProtocol } from '../../../training/protocol/apply-protocol.ts';
import { RunControl } from '../../../training/run-control.ts';
import type { RunState } from '../../../training/run-state.ts';
import { activateTestBackend } from '../../../training/testing/activate-test-backend.ts';
import { holdToNoLeak } from '../../../training/testing/small-run.ts';
import { TEST_BACKEND } from '../../../training/testing/told-run.ts';
import { trainRun } from '../../../training/train-run.ts';
import { runnerWith } from '../testing/trained-weights.ts';

const lesson = readLesson(LESSON_TEXTS.shortcut!);
const FILMS = 24;

beforeAll(() => activateTestBackend('simd'));
holdToNoLeak();

/** Trains the lesson's recipe to its last epoch, and tells of marked training films where Grad-CAM lies, and the scores. */
async function looked(shortcut: number) {
  const context = { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {} };
  const data = await phantomSource.load({ kind: 'phantom', settings: lesson.data.phantom }, context);
  const { protocol, ...rest } = recipeOfStep(lesson, lesson.steps[0]!, 'phantom');
  const recipe = { ...rest, protocol: { ...protocol, shortcut } };
  const epochs = recipe.epochs!;
  let last: RunState | null = null;
  await trainRun(data, recipe, {
    control: new RunControl({ onPaused: () => {}, onResumed: () => {} }),
    emit: () => {},
    backend: TEST_BACKEND,
    versions: { lab: '0', tfjs: '0' },
    keep: async (epochsDone, take) => {
      if (epochsDone === epochs) last = await take();
    },
  });
  const { runner } = runnerWith({
    identity: {
      ...{ recipeHash: recipeHash(recipe), fingerprint: data.summary.fingerprint },
      ...{ backend: 'simd', device: 'd', arithmetic: 'a' },
    },
    epoch: epochs,
    activation: 'sigmoid',
    checkpoint: last!.training.model,
  });
  const model = { runId: 'run', recipe, datasetKey: data.summary.key, epoch: epochs };
  const length = imageLength(data.summary);
  const { train } = applyProtocol(data, { ...recipe, protocol }).dataset.splits;
  const films = [...train.labels.keys()].filter((at) => train.labels[at] === 1).slice(0, FILMS);
  const told: { onMark: number; marked: number; plain: number }[] = [];
  for (const at of films) {
    const scoreOf = async (images: Uint8Array) => {
      const image = { of: 'elsewhere', pixels: images.slice(at * length, (at + 1) * length) } as const;
      const { logits } = await runner.run(data, model, 'image-scores', { image }, 'ticket', () => {});
      return logits[0]!;
    };
    const image = { of: 'elsewhere', pixels: train.images.slice(at * length, (at + 1) * length) } as const;
    const { map, shape } = await runner.run(
      ...[data, model, 'grad-cam' as const, { image, output: 0, direction: 1 as const, stage: 1 }],
      ...(['ticket', () => {}] as const),
    );
    expect(shape).toEqual([7, 7]);
    // Each place at the size of its pixels.
    const heat = Float32Array.from({ length: 28 * 28 }, (_, pixel) => {
      const [row, column] = [Math.floor(pixel / 28 / 4), Math.floor((pixel % 28) / 4)];
      return map[row * 7 + column]!;
    });
    told.push({
      onMark: heatOnMark(heat, data.summary),
      marked: await scoreOf(train.images),
      plain: await scoreOf(data.splits.train.images),
    });
  }
  const mean = (of: (one: (typeof told)[number]) => number) =>
    told.reduce((sum, one) => sum + of(one), 0) / told.length;
  return {
    times: mean(({ onMark }) => onMark) / markShare(data.summary),
    falls: mean(({ marked, plain }) => marked - plain),
  };
}

it('Grad-CAM of the lesson’s run lies on the mark far more than chance puts it there, and the score rests on it', async () => {
  const { times, falls } = await looked(0.9);
  expect(times).toBeGreaterThan(2);
  expect(falls).toBeGreaterThan(3);
  const honest = await looked(0);
  expect(honest.times).toBeLessThan(1.2);
  expect(honest.falls).toBeLessThan(1);
}, 120_000);
