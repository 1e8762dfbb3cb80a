import { ZipWriter } from '../../../datasets/zip-writer.ts';
import { imageLength } from '../../../lab/dataset.ts';
import { LabError } from '../../../lab/lab-error.ts';
import type { LabelValues } from '../../../lab/label-values.ts';
import { shownImages } from '../../../lab/light-table/shown-images.ts';
import { littleEndian } from '../../../lab/model-export/little-endian.ts';
import type { ModelFacts } from '../../../lab/model-export/model-card.ts';
import { PAGE_FILES, type PageImages, type PageModel } from '../../../lab/own-page/page-model.ts';
import { recipeHash } from '../../../lab/recipe/canonical.ts';
import { recipeName } from '../../../lab/recipe/name.ts';
import { drawThumbnail, imageOf, thumbnailSize } from '../../../lab/thumbnails.ts';
import { z } from '../../../lab/zod.ts';
import { takeCheckpoint } from '../../../training/checkpoint.ts';
import { type TrainedModel, untilThere } from '../trained-model.ts';
import type { JobSteps, ModelJob } from './model-job.ts';

/** Training images that the page compares with, drawn evenly from the classes: more would make it large. */
const MOST_NEAREST = 600;
/** Validation images that it offers. */
const MOST_SAMPLES = 12;
/** Longest edge of a thumbnail. */
const EDGE = 48;

/** A trained net with the page that shows it, as a zip of one folder that any static host serves. */
export const ownPage: ModelJob<'own-page'> = {
  kept: false,
  async run(model, { withImages, page, stem, ...facts }, steps) {
    const [app, files] = await Promise.all([appFiles(page), modelFiles(model, withImages, facts, steps)]);
    const zip = new ZipWriter(steps.signal, () => {});
    for (const [path, bytes] of [...app, ...files]) await zip.add(`${stem}/${path}`, bytes);
    await zip.add(`${stem}/README.txt`, new TextEncoder().encode(README));
    return zip.end(`${stem}.zip`);
  },
};

const README = `A model with a page that shows it, made with the MedMNIST training lab.

Put this folder on any static host: it needs no server of its own and asks nobody else. To look at it here, serve it,
for instance with  python3 -m http.server  in this folder, and open the address that it tells. Browsers do not run it
from a file:// address.

For learning and research. It is not a medical device: do not use it for patients.
`;

type Files = readonly (readonly [path: string, bytes: Uint8Array])[];

/**
 * The built page, which lies beside the lab.
 *
 * @throws LabError `download-failed`
 */
async function appFiles(folder: string): Promise<Files> {
  const read = async (path: string) => {
    const answer = await fetch(new URL(path, folder));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  };
  try {
    const paths = z.array(z.string()).parse(await (await read('files.json')).json());
    return await Promise.all(
      paths.map(async (path) => [path, new Uint8Array(await (await read(path)).arrayBuffer())] as const),
    );
  } catch (cause) {
    throw new LabError(
      'download-failed',
      'The files of the page could not be fetched from where the lab is served.',
      'The run is kept. Try again when you are online; a lab under npm run dev has no such files.',
      { cause },
    );
  }
}

async function modelFiles(
  model: TrainedModel,
  withImages: boolean,
  { name, scores, lab }: Pick<ModelFacts, 'name' | 'scores' | 'lab'>,
  { step, ask }: JobSteps,
): Promise<Files> {
  const { official, recipe, epoch, activation, net } = model;
  const checkpoint = await step(() => takeCheckpoint(net));
  const images = withImages ? await imagesOf(model, ask) : null;
  const facts: PageModel = {
    ...{ version: 1, name, scores, lab, recipe, epoch, activation },
    ...{ recipeText: recipeName(recipe, { seed: true }), recipeHash: recipeHash(recipe) },
    dataset: official.summary,
    normalisation: model.pixels.normalisationByTraining,
    arrays: [...checkpoint].map(([array, { length }]) => [array, length]),
    images: images?.facts ?? null,
  };
  return [
    [PAGE_FILES.model, new TextEncoder().encode(JSON.stringify(facts))],
    [PAGE_FILES.weights, joined([...checkpoint.values()].map(littleEndian))],
    ...(images ? [[PAGE_FILES.images, images.bytes] as const] : []),
  ];
}

async function imagesOf(
  { official, dataset }: TrainedModel,
  ask: JobSteps['ask'],
): Promise<{ readonly facts: PageImages; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const { summary, splits } = official;
  const { task, classNames, size } = summary;
  await untilThere(dataset, 'train');
  const found = await ask('features', { split: 'train', most: MOST_NEAREST });
  const train = dataset.splits.train;
  const chosen = shownImages(train.labels, task, classNames.length, MOST_NEAREST);
  const edge = thumbnailSize(size, EDGE);
  const thumbnails = new Uint8ClampedArray(chosen.length * edge * edge * 4);
  chosen.forEach((image, place) => {
    drawThumbnail(imageOf(train, summary, image), summary, EDGE, thumbnails, place * edge * edge * 4);
  });
  const samples = shownImages(splits.val.labels, task, classNames.length, MOST_SAMPLES);
  const length = imageLength(summary);
  const rowsOf = (labels: LabelValues, count: number) => {
    const width = labels.length / count;
    return (row: number) => [...labels.subarray(row * width, (row + 1) * width)];
  };
  await untilThere(official, 'val');
  return {
    facts: {
      nearest: {
        ...{ width: found.width, edge },
        labels: Array.from(chosen.keys(), rowsOf(found.labels, chosen.length)),
      },
      samples: Array.from(samples, rowsOf(splits.val.labels, splits.val.count)),
    },
    bytes: joined([
      littleEndian(found.features),
      new Uint8Array(thumbnails.buffer),
      ...Array.from(samples, (image) => splits.val.images.subarray(image * length, (image + 1) * length)),
    ]),
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
