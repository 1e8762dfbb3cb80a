import { type DatasetStreaming, SPLITS, type Split } from '../../lab/dataset.ts';
import type { LabError } from '../../lab/lab-error.ts';
import { forSplits } from '../npz/layout.ts';

/** Keeps account of which images are there. */
export interface Arrivals {
  readonly streaming: DatasetStreaming;
  /** The images of a chunk are in place. */
  arrived(split: Split, chunk: number): void;
  /** Nothing more will come: whoever waits, now or later, for what is not there, gets this error. */
  failed(error: LabError): void;
}

/** @param chunkLengths images per chunk, @param chunkCounts chunks, by split */
export function createArrivals(
  chunkLengths: Readonly<Record<Split, number>>,
  chunkCounts: Readonly<Record<Split, number>>,
): Arrivals {
  const present = forSplits((split) => new Array<boolean>(chunkCounts[split]).fill(false));
  /** Chunks that are there without a gap, from the first on. */
  const complete = forSplits(() => 0);
  let waiting: { split: Split; chunk: number; resolve: () => void; reject: (error: LabError) => void }[] = [];
  let failure: LabError | null = null;

  const isThere = ({ split, chunk }: { split: Split; chunk: number }) => chunk < complete[split];

  return {
    streaming: {
      whenArrived(split, index) {
        const chunk = Math.floor(index / chunkLengths[split]);
        if (isThere({ split, chunk })) return Promise.resolve();
        if (failure) return Promise.reject(failure);
        return new Promise((resolve, reject) => waiting.push({ split, chunk, resolve, reject }));
      },
    },
    arrived(split, chunk) {
      present[split][chunk] = true;
      for (const each of SPLITS) while (present[each][complete[each]]) complete[each] += 1;
      for (const waiter of waiting.filter(isThere)) waiter.resolve();
      waiting = waiting.filter((waiter) => !isThere(waiter));
    },
    failed(error) {
      failure ??= error;
      for (const { reject } of waiting) reject(failure);
      waiting = [];
    },
  };
}
