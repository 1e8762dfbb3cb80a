import type { DatasetSummary } from '../dataset.ts';
import type { PhantomShape } from '../phantom-settings.ts';
import type { DatasetReference } from '../recipe/dataset-reference.ts';

/** What is to be found in the images of a set, for somebody who has never seen them. */
export interface SetTask {
  /** One sentence that asks for it. */
  readonly question: string;
  /** Two classes that show the difference, by index. */
  readonly examples: readonly [number, number];
  /** Why test images may be harder than validation images; null where the set gives no reason. */
  readonly testNote: string | null;
}

interface Told {
  readonly question: string;
  readonly examples?: readonly [number, number];
  readonly testNote?: string;
}

const PHANTOMS: Readonly<Record<PhantomShape, Told>> = {
  pneumonia: { question: 'Find the soft bright patch in a lung.' },
  nodule: { question: 'Tell nodules with spikes from smooth ones.' },
  vessel: { question: 'Find the bulge in the wall of a vessel.' },
  derma: { question: 'Tell seven kinds of drawn skin spots apart.', examples: [5, 4] },
};

const organ = (view: string): Told => ({
  question: `Name the organ in a slice of a CT scan, seen from ${view}.`,
  examples: [6, 3],
});

/** Tasks and splits as the MedMNIST v2 paper tells them (Yang et al., Scientific Data 2023, Methods). */
const SETS: Readonly<Record<string, Told>> = {
  pathmnist: {
    question: 'Name the tissue on a slide of the colon: nine kinds.',
    examples: [6, 8],
    testNote: 'Its test images come from another hospital than training and validation.',
  },
  chestmnist: {
    question: 'Find fourteen findings in chest X-rays; a film may have several, or none.',
    examples: [1, 2],
  },
  dermamnist: { question: 'Tell seven kinds of pigmented skin spots apart.', examples: [5, 4] },
  octmnist: {
    question: 'Find what is wrong in a cross-section of the retina: three diseases, or none.',
    examples: [3, 0],
    testNote: 'Its test images are a part of the source that training and validation were not cut from.',
  },
  pneumoniamnist: {
    question: 'Find the pneumonia in chest X-rays of children.',
    testNote: 'Its test images are a part of the source that training and validation were not cut from.',
  },
  retinamnist: {
    question: 'Grade how far diabetes has damaged the retina, from 0 to 4.',
    examples: [0, 4],
    testNote: 'Its test images are a part of the source that training and validation were not cut from.',
  },
  breastmnist: {
    question: 'Find the malignant lesion in ultrasound images of the breast.',
    examples: [1, 0],
  },
  bloodmnist: { question: 'Name the blood cell under the microscope: eight kinds.', examples: [2, 6] },
  tissuemnist: {
    question: 'Name the cell of the kidney under the microscope: eight kinds.',
    examples: [4, 5],
  },
  organamnist: organ('above'),
  organcmnist: organ('the front'),
  organsmnist: organ('the side'),
  organmnist3d: { question: 'Name the organ in a piece of a CT scan.', examples: [0, 6] },
  nodulemnist3d: { question: 'Tell malignant lung nodules from benign ones.' },
  adrenalmnist3d: { question: 'Find the enlarged adrenal gland by its shape.' },
  fracturemnist3d: { question: 'Tell three kinds of broken ribs apart in CT scans.', examples: [0, 2] },
  vesselmnist3d: { question: 'Find the aneurysm: a bulge in the wall of a vessel of the brain.' },
  synapsemnist3d: { question: 'Tell synapses that excite the next nerve cell from those that calm it.' },
};

/** The question of a set that can be asked before the set is there. */
export function phantomQuestion(shape: PhantomShape): string {
  return PHANTOMS[shape].question;
}

/** @param reference how a recipe names the set */
export function setTask(
  { catalogueId, classNames, task }: Pick<DatasetSummary, 'catalogueId' | 'classNames' | 'task'>,
  reference: DatasetReference | null,
): SetTask {
  const known = reference?.kind === 'phantom' ? PHANTOMS[reference.shape] : SETS[catalogueId ?? ''];
  const told = known ?? { question: ownQuestion(classNames, task) };
  return {
    question: told.question,
    examples: told.examples ?? [0, classNames.length - 1],
    testNote: told.testNote ?? null,
  };
}

/** Of a set that somebody brought, of which only the names are known. */
function ownQuestion(names: readonly string[], task: DatasetSummary['task']): string {
  if (task === 'multi-label') return `Find which of ${names.length} labels an image has.`;
  if (names.length === 2) return `Tell ${names[1]} from ${names[0]}.`;
  return `Tell ${names.length} classes apart.`;
}
