import { objectSchema, time } from '../object-schema.ts';
import { z } from '../zod.ts';

/** What a person expects of the test part before it is opened. */
export interface Bet {
  /** Key of the data set, as in Cell.block. */
  readonly block: string;
  /** Key of the cell that is expected to be highest on test; null for no bet. */
  readonly cell: string | null;
  /** When it was placed, in milliseconds since the epoch. */
  readonly at: number;
}

export const bet = objectSchema<Bet>({ block: z.string(), cell: z.string().nullable(), at: time });

/** Older labs took none. */
export const bets: z.ZodType<readonly Bet[]> = z.array(bet).default([]);
