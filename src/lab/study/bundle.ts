import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { sha256 } from 'hash-wasm';
import { formatBytes } from '../format-bytes.ts';
import { LabError } from '../lab-error.ts';
import { issuesText } from '../object-schema.ts';
import { scoreRanking } from '../ranking/cross-fit.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { z } from '../zod.ts';
import type { Bet } from './bet.ts';
import { expandStudy } from './expand.ts';
import { predictionsOf } from './plain-predictions.ts';
import { parseRunFile, type RunFile } from './run-file.ts';
import type { Study } from './study.ts';
import { parseStudyFile, STUDY_FILE_VERSION } from './study-file.ts';
import type { TestOpening } from './test-opening.ts';

const MANIFEST = 'manifest.json';
const STUDY = 'study.json';
const RUNS = 'runs/';

const runPath = (key: string) => `${RUNS}${key}.json`;

/** A bundle that unpacks to more is a mistake, or made to fill the memory. */
const MOST_BYTES = 2 ** 30;

/** Largest difference between a recorded AUC and the one its predictions give, that rounding explains. */
const AUC_TOLERANCE = 1e-6;

/** A study as it travels: recipes, curves, scores, fingerprints and versions, all in the run files. */
export interface StudyBundle {
  readonly study: Study;
  readonly createdAt: number;
  readonly openings: readonly TestOpening[];
  readonly bets: readonly Bet[];
  readonly runs: readonly RunFile[];
}

/**
 * A zip of study.json, runs/KEY.json, the given texts (tables, report) and manifest.json with the SHA-256 of each: the
 * folder that the command line lab writes, with the manifest.
 */
export async function writeBundle(
  { study, createdAt, openings, bets, runs }: StudyBundle,
  texts: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const contents: Record<string, string> = {
    [STUDY]: JSON.stringify(
      {
        kind: 'medmnist-lab-study',
        version: STUDY_FILE_VERSION,
        study,
        createdAt: new Date(createdAt).toISOString(),
        openings,
        bets,
      },
      null,
      2,
    ),
    ...texts,
    ...Object.fromEntries(runs.map((run) => [runPath(run.key), JSON.stringify(run)])),
  };
  const files: Record<string, Uint8Array> = {};
  const hashes: Record<string, string> = {};
  for (const [name, text] of Object.entries(contents)) {
    files[name] = strToU8(text);
    hashes[name] = await sha256(files[name]);
  }
  files[MANIFEST] = strToU8(
    JSON.stringify({ kind: 'medmnist-lab-bundle', version: 1, sha256: hashes }, null, 2),
  );
  return zipSync(files, { level: 6 }) as Uint8Array<ArrayBuffer>;
}

/**
 * Opens a bundle and makes sure of it: every file has its SHA-256, every run is one of the study and is there once, its
 * parts agree, and every AUC is the one that the predictions give. Nothing of it is to be stored before.
 *
 * @throws LabError `bad-study` saying which file is damaged, and how
 */
export async function readBundle(bytes: Uint8Array): Promise<StudyBundle> {
  const files = unzipped(bytes);
  await verifyHashes(files);
  const { study, createdAt, openings, bets } = parseStudyFile(json(files, STUDY));
  const planned = new Set(expandStudy(study).runs.map(({ key }) => key));
  const runs: RunFile[] = [];
  const ids = new Set<string>();
  for (const name of files.keys()) {
    if (!name.startsWith(RUNS)) continue;
    const run = readRun(name, json(files, name));
    if (!planned.has(run.key)) throw damaged(`${name} is no run of this study.`);
    if (name !== runPath(run.key)) throw damaged(`${name} holds the run ${run.key}.`);
    if (ids.has(run.record.id)) throw damaged(`${name} has the id of another run.`);
    ids.add(run.record.id);
    verifyScores(name, run);
    runs.push(run);
  }
  return { study, createdAt: Date.parse(createdAt), openings, bets, runs };
}

function readRun(name: string, data: unknown): RunFile {
  try {
    return parseRunFile(data);
  } catch (cause) {
    throw damaged(`${name}: ${(cause as Error).message}`, cause);
  }
}

/** The files by name: a map, as a name like "constructor" means something to an object. */
function unzipped(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  let total = 0;
  const names = new Set<string>();
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (names.has(name)) throw new Error(`${name} is in it twice`);
        names.add(name);
        total += originalSize;
        if (total > MOST_BYTES) throw new Error(`unpacked it has more than ${formatBytes(MOST_BYTES)}`);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    throw damaged(`it cannot be unpacked: ${(cause as Error).message}.`, cause);
  }
}

const manifest = z.object({
  kind: z.literal('medmnist-lab-bundle'),
  version: z.literal(1),
  sha256: z.record(z.string(), z.string()),
});

async function verifyHashes(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const parsed = manifest.safeParse(json(files, MANIFEST));
  if (!parsed.success) throw damaged(`${MANIFEST} does not fit: ${issuesText(parsed.error)}.`);
  const hashes = new Map(Object.entries(parsed.data.sha256));
  for (const [name, hash] of hashes) {
    const file = files.get(name);
    if (!file) throw damaged(`${name} is missing.`);
    if ((await sha256(file)) !== hash) throw damaged(`${name} is not what it was when the bundle was made.`);
  }
  const stranger = [...files.keys()].find((name) => name !== MANIFEST && !hashes.has(name));
  if (stranger !== undefined) throw damaged(`${stranger} is not in the manifest.`);
}

function verifyScores(name: string, { record, predictions }: RunFile): void {
  const { task } = record.dataset;
  for (const part of ['val', 'ranking', 'test'] as const) {
    const claimed = record.summary![part];
    const given = predictionsOf(predictions[part]);
    const found =
      given && (part === 'ranking' ? scoreRanking(given, task) : scorePredictions(given, task, null));
    const agrees = claimed && found ? Math.abs(found.auc - claimed.auc) <= AUC_TOLERANCE : !claimed && !found;
    if (!agrees) {
      throw damaged(`In ${name} the ${part} AUC is not the one its predictions give.`);
    }
  }
}

function json(files: ReadonlyMap<string, Uint8Array>, name: string): unknown {
  const file = files.get(name);
  if (!file) throw damaged(`${name} is missing.`);
  try {
    return JSON.parse(strFromU8(file));
  } catch (cause) {
    throw damaged(`${name} is not JSON.`, cause);
  }
}

function damaged(what: string, cause?: unknown): LabError {
  return new LabError(
    'bad-study',
    `The study bundle is damaged: ${what}`,
    'Ask for it again; nothing was imported.',
    { cause },
  );
}
