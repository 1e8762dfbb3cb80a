import { strFromU8, unzipSync } from 'fflate';
import { LabError } from '../lab-error.ts';
import { issuesText } from '../object-schema.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { readBundle, type StudyBundle, writeBundle } from '../study/bundle.ts';
import type { RunFile } from '../study/run-file.ts';
import { parseStudy } from '../study/study.ts';
import { z } from '../zod.ts';
import { type Challenge, challengeSchema, type Spent } from './challenge.ts';

const ENTRY = 'entry.json';

const entrySchema = z.strictObject({
  kind: z.literal('medmnist-lab-entry'),
  version: z.literal(1),
  challenge: challengeSchema,
  author: z.string().max(200),
  looks: z.int().min(0),
  spent: z.strictObject({ runs: z.int().min(0), minutes: z.number().min(0) }),
});

/** What is handed in: one run with its test part, and what was spent until it had ended. */
export interface Entry {
  readonly challenge: Challenge;
  readonly author: string;
  readonly spent: Spent;
  /** Runs of theirs whose test scores they had seen before: with more than none it was no sealed part any more. */
  readonly looks: number;
  readonly run: RunFile;
}

/** An entry as a file: a bundle of a study of one run, with entry.json in its manifest. */
export async function writeEntry(
  { challenge, author, spent, looks, run }: Entry,
  at: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { version: _version, seed, ...base } = run.record.recipe;
  const study = parseStudy({ name: challenge.name, base, seeds: [seed] });
  const entry = { kind: 'medmnist-lab-entry', version: 1, challenge, author, spent, looks };
  return await writeBundle(
    { study, createdAt: at, openings: [{ at, runs: 1 }], bets: [], runs: [run] },
    { [ENTRY]: JSON.stringify(entry, null, 2) },
  );
}

/** Reads an entry whole, as readBundle reads a bundle. @throws LabError `bad-study` */
export async function readEntry(bytes: Uint8Array): Promise<Entry> {
  const bundle = await readBundle(bytes);
  const text = unzipSync(bytes, { filter: ({ name }) => name === ENTRY })[ENTRY];
  if (!text) throw noEntry('it is a bundle, not an entry of a challenge');
  const result = entrySchema.safeParse(parsed(strFromU8(text)));
  if (!result.success) throw noEntry(issuesText(result.error));
  const { challenge, author, spent, looks } = result.data;
  return { challenge, author, spent, looks, run: runOf(bundle) };
}

function runOf({ runs }: StudyBundle): RunFile {
  const [run] = runs;
  if (runs.length !== 1 || !run) throw noEntry(`it holds ${runs.length} runs, and an entry has one`);
  if (!run.predictions.test) throw noEntry('it was not scored on the test part');
  return run;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isSameChallenge(one: Challenge, other: Challenge): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function noEntry(fault: string): LabError {
  return new LabError('bad-study', `This is no entry: ${fault}`, 'Ask for it again; nothing was changed.');
}
