import { useEffect, useState } from 'react';
import { classProbabilities, logitOf } from '../../lab/class-probabilities.ts';
import { ALL_IMAGES } from '../../lab/gallery/choose-images.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { hasMark, heatOnMark, markedClass } from '../../lab/shortcut-mark.ts';
import type { RunRow } from '../../storage/runs.ts';
import { fullSize, withHeat } from '../../ui/heat.ts';
import type { Tiles } from '../../ui/tiles.ts';
import { lab } from '../../worker/client/lab.ts';
import { askModel } from '../../worker/client/trained-models.ts';
import type { ImageChoice, ModelReference } from '../../worker/protocol-model-jobs.ts';
import { readKeptWeights, useKeptWeights } from '../runs/kept-weights.ts';

/** A training image as a model was given it, and where in it the model looks. */
export interface Look {
  /** Of the image in the part. */
  readonly index: number;
  readonly film: Tiles;
  readonly heat: Tiles;
  /** Share of the heat that lies on the mark. */
  readonly onMark: number;
  /** Of the class that is marked, 0 to 1. */
  readonly score: number;
  /** Of the same image as the set has it; null where no mark was planted on it. */
  readonly unmarked: number | null;
}

/** So many images are asked about: of the class that is marked, the first that bear the mark. */
const ASKED = 8;
const LOOKED_THROUGH = 12;
const OPACITY = 0.7;
/** The first of the network, whose maps are the finest: the later ones of so small an image are coarser than the mark. */
const STAGE = 1;

/**
 * Where the model of a run looks after its last epoch, in training images of the class that a shortcut marks: the best epoch by
 * validation may be one that had not found the shortcut yet.
 *
 * @param run null: nothing is asked
 */
export function useLooks(run: RunRow | null): {
  readonly looks: readonly Look[] | null;
  readonly error: LabErrorDescription | null;
} {
  const [state, setState] = useState<{
    readonly of: RunRow | null;
    readonly looks: readonly Look[] | null;
    readonly error: LabErrorDescription | null;
  }>({ of: null, looks: null, error: null });
  const id = run?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id stands for the run
  useEffect(() => {
    if (!run) return;
    const abort = new AbortController();
    looksOf(run, abort.signal).then(
      (looks) => abort.signal.aborted || setState({ of: run, looks, error: null }),
      (error: unknown) =>
        abort.signal.aborted || setState({ of: run, looks: null, error: describeError(error) }),
    );
    return () => abort.abort();
  }, [id]);
  return state.of?.id === id ? state : { looks: null, error: null };
}

async function looksOf({ id, recipe, dataset }: RunRow, signal: AbortSignal): Promise<readonly Look[]> {
  await readKeptWeights();
  const epoch = useKeptWeights.getState().byRun?.[id]?.epochs.at(-1);
  if (epoch === undefined) {
    throw new LabError(
      'no-weights',
      'The weights of this run are not kept in this browser any more.',
      'Curves and results are kept. Train its recipe again to see where it looks.',
    );
  }
  const model: ModelReference = { runId: id, recipe, datasetKey: dataset.key, epoch };
  const marked = markedClass(dataset);
  const { ids } = await lab.galleryImages(dataset.key, { ...ALL_IMAGES, classes: [marked] }, []);
  const looks: Look[] = [];
  for (const index of ids.subarray(0, LOOKED_THROUGH)) {
    if (looks.length === ASKED) break;
    const image: ImageChoice = { of: 'set', split: 'train', index };
    const film = await askModel(model, 'seen-image', { image }, signal);
    const isMarked = hasMark(film.pixels, dataset);
    if (!isMarked && recipe.protocol.shortcut > 0) continue;
    const scoreOf = async (of: ImageChoice) => {
      const { logits, activation } = await askModel(model, 'image-scores', { image: of }, signal);
      return { score: classProbabilities(logits, activation, dataset.task)[marked]!, outputs: logits.length };
    };
    const { score, outputs } = await scoreOf(image);
    const map = await askModel(
      model,
      'grad-cam',
      { image, ...logitOf(marked, outputs), stage: STAGE },
      signal,
    );
    const heat = fullSize(map, film);
    const plain = isMarked ? await lab.trainingImages(dataset.key, [index]) : null;
    looks.push({
      ...{ index, film, score, heat: withHeat(film, heat, OPACITY) },
      onMark: heatOnMark(heat, dataset),
      unmarked: plain && (await scoreOf({ of: 'elsewhere', pixels: plain.pixels })).score,
    });
  }
  return looks;
}
