import { SPLITS } from '../../lab/dataset.ts';
import { integerPower } from '../../lab/exact-math.ts';
import { PHANTOM_FORMS, type PhantomShape } from '../../lab/phantom-settings.ts';
import { createRandom, type Random, STREAM } from '../../lab/random.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { assembleDataset } from '../assemble.ts';
import { breathe } from '../cancellation.ts';
import { allocate } from '../memory-budget.ts';
import { forSplits } from '../npz/layout.ts';
import { drawDerma } from '../phantom/derma.ts';
import { drawNodule } from '../phantom/nodule.ts';
import { planPhantom } from '../phantom/plan.ts';
import { drawPneumonia } from '../phantom/pneumonia.ts';
import { drawVessel } from '../phantom/vessel.ts';
import { createProgress } from '../progress.ts';
import type { DatasetSource } from '../source.ts';

const SIZE = 28;

/** How the images of one shape are drawn; the classes under which they appear. */
interface PhantomKind {
  readonly classNames: readonly string[];
  /** Fills one image of a class; the same random stream gives the same pixels. */
  readonly draw: (target: Uint8Array, finding: number, random: Random) => void;
}

const KINDS: Readonly<Record<PhantomShape, PhantomKind>> = {
  pneumonia: { classNames: ['clear', 'opacity'], draw: ofTwo(drawPneumonia) },
  nodule: { classNames: ['smooth', 'spiculated'], draw: ofTwo(drawNodule) },
  vessel: { classNames: ['vessel', 'aneurysm'], draw: ofTwo(drawVessel) },
  derma: {
    classNames: ['scaly', 'pearly', 'rough', 'pale centre', 'ragged', 'mole', 'blood-red'],
    draw: drawDerma,
  },
};

function ofTwo(draw: (target: Uint8Array, hasFinding: boolean, random: Random) => void): PhantomKind['draw'] {
  return (target, finding, random) => draw(target, finding === 1, random);
}

/** Pixels drawn before other work of the thread may run. */
const SLICE = 2 ** 18;

/** Synthetic sets, drawn from a seed: there at once, offline, and free of any patient. */
export const phantomSource: DatasetSource<'phantom'> = {
  kind: 'phantom',
  async load({ settings }, context) {
    const { classNames, draw } = KINDS[settings.shape];
    const { task, dims, channels } = PHANTOM_FORMS[settings.shape];
    const length = integerPower(SIZE, dims) * channels;
    const { findings, labels } = planPhantom(settings);
    const images = forSplits((split) => allocate(`${split}_images`, findings[split].length * length));
    const report = createProgress(context.onProgress, 'generating', settings.images * length);
    let drawn = 0;
    for (const split of SPLITS) {
      for (const [index, finding] of findings[split].entries()) {
        const random = createRandom(settings.seed, STREAM.phantom, SPLITS.indexOf(split), 1, index);
        draw(images[split].subarray(index * length, (index + 1) * length), finding, random);
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
      { dims, size: SIZE, channels },
      { task, classes: classNames.length },
      forSplits((split) => ({
        count: findings[split].length,
        images: images[split],
        labels: labels[split],
      })),
      context,
    );
  },
};
