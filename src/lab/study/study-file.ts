import { LabError } from '../lab-error.ts';
import { count, issuesText, objectSchema, time } from '../object-schema.ts';
import { z } from '../zod.ts';
import { type Bet, bets } from './bet.ts';
import { parseStudy, type Study } from './study.ts';
import type { TestOpening } from './test-opening.ts';

/** Raise when study.json changes shape. */
export const STUDY_FILE_VERSION = 1;

export const testOpenings: z.ZodType<readonly TestOpening[]> = z
  .array(objectSchema<TestOpening>({ at: time, runs: count, kept: z.literal(true).optional() }))
  .default([]);

/** What is read of study.json: the figures beside it are computed from the runs. */
const studyFile = z.object({
  kind: z.literal('medmnist-lab-study'),
  version: z.literal(STUDY_FILE_VERSION),
  study: z.unknown(),
  createdAt: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'Expected a date'),
  openings: testOpenings,
  bets,
});

/** The study of a folder or a bundle, and how often its test part was opened. */
export interface StudyFile {
  readonly study: Study;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly openings: readonly TestOpening[];
  readonly bets: readonly Bet[];
}

/** @throws LabError `bad-study` naming what does not fit */
export function parseStudyFile(data: unknown): StudyFile {
  const result = studyFile.safeParse(data);
  if (!result.success) {
    throw new LabError(
      'bad-study',
      `This is not the file of a study: ${issuesText(result.error)}`,
      'Ask for it again, or queue the study anew; runs that are done are kept.',
    );
  }
  const { study, createdAt, openings, bets: placed } = result.data;
  return { study: parseStudy(study), createdAt, openings, bets: placed };
}
