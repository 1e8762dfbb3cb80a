import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { sha256 } from 'hash-wasm';
import { LabError } from '../lab-error.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { expandStudy } from './expand.ts';
import { predictionsOf } from './plain-predictions.ts';
import { parseRunFile, type RunFile } from './run-file.ts';
import { parseStudy, type Study } from './study.ts';
import type { TestOpening } from './test-opening.ts';

const MANIFEST = 'manifest.json';

/** Largest difference between a recorded AUC and the one its predictions give, that rounding explains. */
const AUC_TOLERANCE = 1e-6;

/** A study as it travels: recipes, curves, scores, fingerprints and versions, all in the run files. */
export interface StudyBundle {
  readonly study: Study;
  readonly createdAt: number;
  readonly openings: readonly TestOpening[];
  readonly runs: readonly RunFile[];
}

/**
 * A zip of study.json, runs/KEY.json, the given texts (tables, report) and manifest.json with the SHA-256 of each: the
 * folder that the command line lab writes, with the manifest.
 */
export async function writeBundle(
  { study, createdAt, openings, runs }: StudyBundle,
  texts: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const contents: Record<string, string> = {
    'study.json': JSON.stringify(
      {
        kind: 'medmnist-lab-study',
        version: 1,
        study,
        createdAt: new Date(createdAt).toISOString(),
        openings,
      },
      null,
      2,
    ),
    ...texts,
    ...Object.fromEntries(runs.map((run) => [`runs/${run.key}.json`, JSON.stringify(run)])),
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
 * Opens a bundle and makes sure of it: every file has its SHA-256, every run is one of the study, and every val AUC is
 * the one that the predictions give.
 *
 * @throws LabError `bad-study` saying which file is damaged, and how
 */
export async function readBundle(bytes: Uint8Array): Promise<StudyBundle> {
  const files = unzipped(bytes);
  await verifyHashes(files);
  const {
    study: data,
    createdAt,
    openings,
  } = json(files, 'study.json') as {
    study: unknown;
    createdAt: string;
    openings: readonly TestOpening[];
  };
  const study = parseStudy(data);
  const hashes = new Map(expandStudy(study).runs.map((run) => [run.key, run.recipeHash]));
  const runs = Object.keys(files)
    .filter((name) => name.startsWith('runs/'))
    .map((name) => {
      const run = parseRunFile(json(files, name));
      if (hashes.get(run.key) !== run.record.recipeHash) throw damaged(`${name} is no run of this study.`);
      verifyScore(name, run);
      return run;
    });
  return { study, createdAt: Date.parse(createdAt), openings, runs };
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw damaged(`This is no zip file: ${(cause as Error).message}.`);
  }
}

async function verifyHashes(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const { sha256: hashes } = json(files, MANIFEST) as { sha256?: Record<string, string> };
  if (!hashes) throw damaged(`${MANIFEST} has no SHA-256 sums.`);
  for (const [name, hash] of Object.entries(hashes)) {
    const file = files[name];
    if (!file) throw damaged(`${name} is missing.`);
    if ((await sha256(file)) !== hash) throw damaged(`${name} is not what it was when the bundle was made.`);
  }
  const stranger = Object.keys(files).find((name) => name !== MANIFEST && !(name in hashes));
  if (stranger !== undefined) throw damaged(`${stranger} is not in the manifest.`);
}

function verifyScore(name: string, { record, predictions }: RunFile): void {
  const val = predictionsOf(predictions.val);
  const scores = val && scorePredictions(val, record.dataset.task, null);
  if (!scores || Math.abs(scores.auc - record.summary!.val.auc) > AUC_TOLERANCE) {
    throw damaged(`In ${name} the val AUC is not the one its predictions give.`);
  }
}

function json(files: Readonly<Record<string, Uint8Array>>, name: string): unknown {
  const file = files[name];
  if (!file) throw damaged(`${name} is missing.`);
  try {
    return JSON.parse(strFromU8(file));
  } catch {
    throw damaged(`${name} is not JSON.`);
  }
}

function damaged(what: string): LabError {
  return new LabError(
    'bad-study',
    `The study bundle is damaged: ${what}`,
    'Ask for it again; nothing was imported.',
  );
}
