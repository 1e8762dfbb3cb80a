import * as Comlink from 'comlink';
import type { AugmentationName } from '../../lab/augment/registry.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { AugmentedImages, PreviewTiles } from '../protocol.ts';
import type { Drawn, PicturesWorker } from '../protocol-pictures.ts';
import { lab } from './lab.ts';
import { toLabError } from './to-lab-error.ts';
import { onWorkerDeath } from './worker-death.ts';

interface Life {
  readonly remote: Comlink.Remote<PicturesWorker>;
  /** Rejects when the worker dies, as Comlink would leave calls in flight open for ever. */
  readonly death: Promise<never>;
}

/** Starts with the first picture. */
let life: Life | null = null;

function worker(): Life {
  life ??= begin();
  return life;
}

function begin(): Life {
  const made = new Worker(new URL('../pictures/pictures.ts', import.meta.url), {
    type: 'module',
    name: 'pictures',
  });
  const death = new Promise<never>((_, reject) => {
    onWorkerDeath(made, (detail) => {
      made.terminate();
      life = null;
      reject(
        new LabError(
          'worker-died',
          `The worker that draws the pictures has died${detail ? `: ${detail}` : ''}.`,
          'What trains goes on. Change the recipe, and they are drawn again.',
        ),
      );
    });
  });
  death.catch(() => undefined);
  return { remote: Comlink.wrap<PicturesWorker>(made), death };
}

/** Once for the set and image, once for what is mixed in; the rest is for images that another set pushed out meanwhile. */
const MOST_ROUNDS = 5;

/** Images that are on their way from the worker that trains, which may take it a step to send. */
const given = new Map<string, Promise<void>>();

function give(datasetKey: string, missing: readonly number[]): Promise<void> {
  const what = `${datasetKey} ${missing.join()}`;
  const under = given.get(what);
  if (under) return under;
  const giving = lab
    .trainingImages(datasetKey, missing)
    .then((images) => worker().remote.give(Comlink.transfer(images, [images.pixels.buffer])))
    .finally(() => given.delete(what));
  given.set(what, giving);
  return giving;
}

async function drawn<Answer>(
  datasetKey: string,
  draw: (remote: Comlink.Remote<PicturesWorker>) => Promise<Drawn<Answer>>,
): Promise<Answer> {
  try {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { remote, death } = worker();
      const answer = await Promise.race([draw(remote), death]);
      if ('answer' in answer) return answer.answer;
      await Promise.race([give(datasetKey, answer.missing), death]);
    }
  } catch (error) {
    throw toLabError(error);
  }
  throw new LabError(
    'internal',
    'The picture could not be drawn.',
    'Your runs are kept. Change the recipe to draw it again.',
  );
}

/**
 * One training image as it is, and what the recipe makes of it, drawn beside what trains.
 *
 * @param slice of a volume this one alone; null: all
 * @throws LabError
 */
export function askAugmentedImages(
  datasetKey: string,
  image: number,
  recipe: Recipe,
  draws: readonly number[],
  slice: number | null,
): Promise<AugmentedImages> {
  return drawn(datasetKey, (remote) => remote.augmentedImages(datasetKey, image, recipe, draws, slice));
}

/** What one augmentation does to a training image, by a draw that shows it. @throws LabError */
export function askAugmentationSample(
  datasetKey: string,
  image: number,
  name: AugmentationName,
  settings: object | null,
): Promise<PreviewTiles> {
  return drawn(datasetKey, (remote) => remote.augmentationSample(datasetKey, image, name, settings));
}
