import { count, objectSchema, time } from '../object-schema.ts';
import { errorDescription } from '../run-record-schema.ts';
import { z } from '../zod.ts';
import { bet, bets } from './bet.ts';
import { expandStudy } from './expand.ts';
import { parseStudy, studySchema } from './study.ts';
import { testOpenings } from './study-file.ts';
import { STUDY_STATE_VERSION, type StudyAction, type StudyEntry, type StudyState } from './study-state.ts';

const entry = objectSchema<StudyEntry>({
  key: z.string(),
  status: z.enum(['queued', 'running', 'finished', 'failed', 'skipped']),
  runId: z.string().nullable(),
  attempts: count,
  error: errorDescription.nullable(),
});

const key = z.string();
const levels = z.record(z.string(), z.string());

/** What a person may ask of a study: another tab does, and that may be of another version of the lab. */
export const personAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('skipped'), key }),
  z.strictObject({ kind: z.literal('requeued'), key }),
  z.strictObject({ kind: z.literal('moved'), key, before: key.nullable() }),
  z.strictObject({ kind: z.literal('paused') }),
  z.strictObject({ kind: z.literal('test-opened'), at: time }),
  z.strictObject({ kind: z.literal('bet-placed'), bet }),
  z.strictObject({ kind: z.literal('baseline-chosen'), levels }),
]) satisfies z.ZodType<StudyAction>;
export type PersonAction = z.infer<typeof personAction>;

/** A stored study, read whole: its entries are the runs that its plan asks for, each once. */
export const studyStateSchema: z.ZodType<StudyState> = objectSchema<StudyState>({
  version: z.literal(STUDY_STATE_VERSION),
  id: z.string().min(1),
  createdAt: time,
  study: studySchema,
  entries: z.array(entry),
  paused: z.boolean(),
  openings: testOpenings,
  bets,
}).superRefine(({ study, entries }, context) => {
  try {
    const planned = expandStudy(parseStudy(study)).runs.map(({ key }) => key);
    const kept = entries.map(({ key }) => key);
    if (planned.toSorted().join() === kept.toSorted().join()) return;
    context.addIssue('Its queue does not hold the runs of its plan');
  } catch (error) {
    context.addIssue((error as Error).message);
  }
});
