import type { Task } from '../dataset.ts';
import type { Random } from '../random.ts';
import type { z } from '../zod.ts';

/** What a strategy may look at: the training part only (split first, sample afterwards). */
export interface BalancingContext {
  /** Training indices of each class; empty for multi-label sets. */
  readonly classIndices: readonly Int32Array[];
  /** Number of training images. */
  readonly count: number;
  /** Images per batch. */
  readonly batch: number;
  /** Stream of this epoch. */
  readonly random: Random;
}

/** The images of one epoch, in the order in which they are trained on. */
export interface EpochPlan {
  /** Training indices; may repeat. */
  readonly order: Int32Array;
  /** 1 where the image is an added copy of one already in the epoch. */
  readonly copies: Uint8Array;
}

/** One answer to unequal classes; a new one is a file here and a line in registry.ts. */
export interface BalancingStrategy<Settings extends z.ZodObject = z.ZodObject> {
  readonly label: string;
  /** One line for a student. */
  readonly explanation: string;
  readonly shortName: string;
  readonly settings: Settings;
  /** Tasks for which it is defined. */
  readonly tasks: readonly Task[];
  planEpoch(context: BalancingContext, settings: z.infer<Settings>): EpochPlan;
  /** Weight of each class in the loss; absent: all 1. */
  classWeights?(classCounts: readonly number[]): readonly number[];
}

export function defineBalancing<Settings extends z.ZodObject>(
  strategy: BalancingStrategy<Settings>,
): BalancingStrategy<Settings> {
  return strategy;
}
