import type { EpochRecord, RunSummary } from '../run-record.ts';

type Epochs = readonly EpochRecord[];

/** Smaller differences between training and validation are not spoken of. */
const GAP = 0.05;

/** What the curve of one run says by now, in one sentence that holds for this run. */
export function liveSentence(all: Epochs): string {
  const epochs = all.filter(({ phase }) => phase === 'main');
  const last = epochs.at(-1);
  if (!last) {
    return all.length > 0
      ? 'It warms up with cross-entropy and Adam; these epochs do not count.'
      : 'After each epoch the validation images are scored, and a point is drawn here.';
  }
  const val = last.val.auc;
  const best = bestOf(epochs);
  if (val < 0.5)
    return `Validation AUC ${figure(val)}: after epoch ${last.epoch} the order is worse than a coin toss.`;
  const gap = gapOf(last);
  const since = gapOpensSince(epochs);
  if (gap !== null && gap >= GAP) {
    const sides = `Training ${figure(last.trainAuc!)}, validation ${figure(val)}`;
    if (since !== null) return `${sides}: the gap has opened since epoch ${since}.`;
    return `${sides}: a gap of ${figure(gap)}, which does not open further.`;
  }
  if (last.epoch - best.epoch >= 2) {
    return `Validation has not risen since epoch ${best.epoch}, whose ${figure(best.val.auc)} is the best.`;
  }
  if (best === last && epochs.length > 1) {
    return `Validation AUC ${figure(val)}: epoch ${last.epoch} is the best so far.`;
  }
  return `Validation AUC ${figure(val)} after epoch ${last.epoch}.`;
}

/** The earliest of the highest. */
function bestOf(epochs: Epochs): EpochRecord {
  return epochs.reduce((best, epoch) => (epoch.val.auc > best.val.auc ? epoch : best));
}

function gapOf({ trainAuc, val }: EpochRecord): number | null {
  return trainAuc === null ? null : trainAuc - val.auc;
}

/** First epoch of those at the end in which the gap has grown each time; null where it did not grow twice in a row. */
function gapOpensSince(epochs: Epochs): number | null {
  let from = epochs.length - 1;
  while (from > 0) {
    const [before, after] = [gapOf(epochs[from - 1]!), gapOf(epochs[from]!)];
    if (before === null || after === null || after <= before) break;
    from -= 1;
  }
  return epochs.length - 1 - from >= 2 ? epochs[from]!.epoch : null;
}

/** Two epochs between which the loss rose and the order got better. */
export interface LossAgainstOrder {
  readonly epochs: readonly [before: number, after: number];
  readonly losses: readonly [before: number, after: number];
  readonly aucs: readonly [before: number, after: number];
}

/** Rises that are seen in three digits of the loss and of the AUC; less is told as no rise. */
const RISE = { loss: 1.02, auc: 0.005 } as const;

/**
 * The latest two epochs that follow each other between which the training loss rose while the validation AUC rose too:
 * under the AUC margin loss this is no fault, as α, the price of a gap short of the margin, grows. Null where there are none.
 */
export function lossAgainstOrder(all: Epochs): LossAgainstOrder | null {
  const epochs = all.filter(({ phase }) => phase === 'main');
  const at = epochs.findLastIndex((epoch, index) => {
    const before = epochs[index - 1];
    if (!before || before.trainLoss <= 0) return false;
    return epoch.trainLoss >= RISE.loss * before.trainLoss && epoch.val.auc >= before.val.auc + RISE.auc;
  });
  if (at < 1) return null;
  const [before, after] = [epochs[at - 1]!, epochs[at]!];
  return {
    epochs: [before.epoch, after.epoch],
    losses: [before.trainLoss, after.trainLoss],
    aucs: [before.val.auc, after.val.auc],
  };
}

/**
 * That the test AUC lies below the validation AUC by more than chance explains: the 95 % intervals do not meet. Null
 * where they do, or where one of them is not defined.
 */
export function fallSentence({ val, ranking, test }: RunSummary): string | null {
  const claimed = ranking ?? val;
  if (!test?.interval || !claimed.interval || test.interval[1] >= claimed.interval[0]) return null;
  return `The test AUC, ${figure(test.auc)}, lies below validation, ${figure(claimed.auc)}, by more than chance explains: the test images are of another kind, or the validation part flatters.`;
}

function figure(auc: number): string {
  return auc.toFixed(3);
}
