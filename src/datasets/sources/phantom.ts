import { SPLITS } from '../../lab/dataset.ts';
import { integerPower } from '../../lab/exact-math.ts';
import type { PhantomShape } from '../../lab/phantom-settings.ts';
import { createRandom, type Random, STREAM } from '../../lab/random.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { assembleDataset } from '../assemble.ts';
import { breathe } from '../cancellation.ts';
import { allocate } from '../memory-budget.ts';
import { forSplits } from '../npz/layout.ts';
import { drawNodule } from '../phantom/nodule.ts';
import { planPhantom } from '../phantom/plan.ts';
import { drawPneumonia } from '../phantom/pneumonia.ts';
import { drawVessel } from '../phantom/vessel.ts';
import { createProgress } from '../progress.ts';
import type { DatasetSource } from '../source.ts';

const SIZE = 28;

/** How the images of one shape are drawn; the classes under which they appear. */
interface PhantomKind {
  readonly dims: 2 | 3;
  readonly classNames: readonly [string, string];
  /** Fills one image; the same random stream gives the same pixels. */
  readonly draw: (target: Uint8Array, hasFinding: boolean, random: Random) => void;
}

const KINDS: Readonly<Record<PhantomShape, PhantomKind>> = {
  pneumonia: {
    dims: 2,
    classNames: ['clear', 'opacity'],
    draw: drawPneumonia,
  },
  nodule: { dims: 3, classNames: ['smooth', 'spiculated'], draw: drawNodule },
  vessel: { dims: 3, classNames: ['vessel', 'aneurysm'], draw: drawVessel },
};

/** Pixels drawn before other work of the thread may run. */
const SLICE = 2 ** 18;

/** Synthetic sets, drawn from a seed: there at once, offline, and free of any patient. */
export const phantomSource: DatasetSource<'phantom'> = {
  kind: 'phantom',
  async load({ settings }, context) {
    const { dims, classNames, draw } = KINDS[settings.shape];
    const length = integerPower(SIZE, dims);
    const { findings, labels } = planPhantom(settings);
    const images = forSplits((split) => allocate(`${split}_images`, findings[split].length * length));
    const report = createProgress(context.onProgress, 'generating', settings.images * length);
    let drawn = 0;
    for (const split of SPLITS) {
      for (const [index, finding] of findings[split].entries()) {
        const random = createRandom(settings.seed, STREAM.phantom, SPLITS.indexOf(split), 1, index);
        draw(images[split].subarray(index * length, (index + 1) * length), finding === 1, random);
        drawn += length;
        if (drawn % SLICE < length) {
          report(drawn);
          await breathe(context.signal);
        }
      }
    }
    const { labelNoise, seed } = settings;
    const reference = { kind: 'phantom', ...settings } as const;
    const noise =
      labelNoise > 0 ? [`${Math.round(labelNoise * 100)} % of the training labels are flipped.`] : [];
    return assembleDataset(
      {
        key: datasetKey(reference),
        catalogueId: null,
        name: datasetName(reference),
        classNames,
        licence: 'synthetic',
        synthetic: true,
        origin: `drawn from seed ${seed}`,
        notes: ['Synthetic: drawn by a program, no patient behind any image.', ...noise],
      },
      { dims, size: SIZE, channels: 1 },
      { task: 'binary', classes: 2 },
      forSplits((split) => ({
        count: findings[split].length,
        images: images[split],
        labels: labels[split],
      })),
      context,
    );
  },
};
