import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pictureAsImage } from '../../../datasets/importers/one-picture.ts';
import { startNestedThread } from '../../../kernels/simd/start-thread.ts';
import { classProbabilities } from '../../../lab/class-probabilities.ts';
import { imageLength } from '../../../lab/dataset.ts';
import { shownImages } from '../../../lab/light-table/shown-images.ts';
import { imageOf } from '../../../lab/thumbnails.ts';
import { OwnModel } from '../../../own-page/own-model.ts';
import { activateTestBackend } from '../../../training/testing/activate-test-backend.ts';
import { recipeOf } from '../../../training/testing/small-run.ts';
import { syntheticDataset } from '../../../training/testing/synthetic-dataset.ts';
import { runnerWith, trained } from '../testing/trained-weights.ts';

const BUILT: Readonly<Record<string, string>> = {
  'files.json': JSON.stringify(['index.html', 'assets/page.js']),
  'index.html': '<!doctype html>',
  'assets/page.js': '// a script',
};

/** What a static host at this address answers. */
let hosted: Readonly<Record<string, Uint8Array | string>> = {};

beforeEach(async () => {
  await activateTestBackend('cpu');
  vi.stubGlobal('fetch', async (url: URL) => {
    const content = hosted[new URL(url).pathname.replace(/^\/[a-z-]+\//, '')];
    return new Response(content as BodyInit | undefined, { status: content === undefined ? 404 : 200 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['normalised by the training part', { channels: 3 }, { normalise: 'train' }],
  ['multi-label', { task: 'multi-label', classes: 3 }, { loss: { name: 'bce' } }],
  ['volumes', { dims: 3, size: 6 }, { epochs: 1 }],
  ['slices as channels', { dims: 3, size: 6 }, { volume: 'slices' }],
  ['another evaluation', {}, { augment: { shapeTransform: {} } }],
  ['a small CNN', {}, { model: 'small-cnn' }],
] as const)(
  'a page of its own gives the scores, the heat and the neighbours of the lab: %s',
  async (_, settings, changes) => {
    const dataset = syntheticDataset(settings);
    const recipe = recipeOf({ epochs: 2, ...changes });
    const { weights } = await trained(dataset, recipe);
    const { runner } = runnerWith(weights);
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const pixels = dataset.splits.val.images.slice(0, imageLength(dataset.summary));
    const image = { of: 'elsewhere', pixels } as const;
    const ask = { ticket: 'ticket', onProgress: () => {} };
    const { logits, activation } = await runner.run(
      dataset,
      model,
      'image-scores',
      { image },
      ask.ticket,
      ask.onProgress,
    );
    const scores = classProbabilities(logits, activation, dataset.summary.task);
    const heat = await runner.run(
      dataset,
      model,
      'grad-cam',
      { image, output: 0, direction: 1 },
      ask.ticket,
      ask.onProgress,
    );
    const near = await runner.run(
      dataset,
      model,
      'nearest-images',
      { image, count: 3 },
      ask.ticket,
      ask.onProgress,
    );

    hosted = BUILT;
    const request = {
      ...{ withImages: true, page: 'https://host/own-page/', stem: 'mine', name: 'Mine' },
      ...{ scores: { val: null, test: null }, lab: '1' },
    };
    const zip = await runner.run(dataset, model, 'own-page', request, ask.ticket, ask.onProgress);
    expect(zip.name).toBe('mine.zip');
    hosted = Object.fromEntries(
      Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))).map(([path, bytes]) => [
        path.replace('mine/', ''),
        bytes,
      ]),
    );
    expect(Object.keys(hosted)).toEqual(
      expect.arrayContaining(['index.html', 'assets/page.js', 'README.txt']),
    );
    const page = await OwnModel.load('https://host/any/', startNestedThread);
    const { splits, summary } = dataset;
    const [first] = shownImages(splits.val.labels, summary.task, summary.classNames.length, 12);
    expect(page.sample(0)).toEqual(imageOf(splits.val, summary, first!));
    const shown = await page.scores(pixels);
    shown.forEach((score, place) => {
      expect(Math.abs(score - scores[place]!)).toBeLessThan(1e-5);
    });
    const own = await page.heat(pixels, 0, 1);
    expect(own).toMatchObject({ shape: heat.shape, stage: heat.stage });
    own.map.forEach((value, place) => {
      expect(value).toBeCloseTo(heat.map[place]!, 4);
    });
    const neighbours = await page.nearest(pixels, 3);
    expect(neighbours.map(({ likeness }) => likeness)).toEqual(
      near.map(({ likeness }) => expect.closeTo(likeness, 4)),
    );
  },
);

it('says where the page cannot be fetched, and where its folder is not whole', async () => {
  const dataset = syntheticDataset({});
  const recipe = recipeOf({ epochs: 1 });
  const { runner } = runnerWith((await trained(dataset, recipe)).weights);
  const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
  const request = {
    ...{ withImages: false, page: 'https://host/own-page/', stem: 'mine', name: 'Mine' },
    ...{ scores: { val: null, test: null }, lab: '1' },
  };
  hosted = {};
  await expect(runner.run(dataset, model, 'own-page', request, 'ticket', () => {})).rejects.toMatchObject({
    code: 'download-failed',
  });
  await expect(OwnModel.load('https://host/any/', startNestedThread)).rejects.toThrow(
    'The server has no model.json',
  );
});

it('a picture of any size and kind becomes an image of the set, and a single one is no volume', async () => {
  const wide = encode({ width: 40, height: 20, channels: 3, depth: 8, data: new Uint8Array(2400).fill(200) });
  const file = new Blob([new Uint8Array(wide)]);
  const set = { dims: 2, size: 8, channels: 1 } as const;
  const padded = await pictureAsImage(file, set, 'pad');
  expect([padded[0], padded[4 * 8 + 4]]).toEqual([0, 200]);
  expect(new Set(await pictureAsImage(file, set, 'crop'))).toEqual(new Set([200]));
  const words = encode({
    width: 8,
    height: 8,
    channels: 1,
    depth: 16,
    data: new Uint16Array(64).fill(51_400),
  });
  expect((await pictureAsImage(new Blob([new Uint8Array(words)]), set, 'pad'))[0]).toBe(200);
  await expect(pictureAsImage(file, { ...set, dims: 3 }, 'pad')).rejects.toMatchObject({
    code: 'bad-import',
    remedy: expect.stringContaining('a TIFF whose pages are the slices'),
  });
  await expect(pictureAsImage(new Blob(['no picture']), set, 'pad')).rejects.toMatchObject({
    message: expect.stringContaining('cannot be read'),
  });
});
