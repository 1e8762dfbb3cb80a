import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { sha256 } from 'hash-wasm';
import { readBundle, writeBundle } from '../../src/lab/study/bundle.ts';
import { mapPredictions, predictionsOf } from '../../src/lab/study/plain-predictions.ts';
import { type ScoredRun, scoreRun } from '../../src/lab/study/scored-run.ts';
import { RUN_FILES, SMALL_STUDY } from '../examples.ts';
import { mutatedZip } from '../mutations/bytes.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireStudy, requireTexts } from '../oracles.ts';
import { require, target } from '../target.ts';
import { requireRunFile } from './run-files.ts';

const bundle = await writeBundle(
  {
    study: SMALL_STUDY,
    createdAt: 1_700_000_000_000,
    openings: [{ at: 9, runs: 4 }],
    bets: [],
    runs: RUN_FILES,
  },
  { 'table.csv': 'a,b\n' },
);
const files = unzipSync(bundle);
const jsonNames = Object.keys(files).filter((name) => name.endsWith('.json'));
const contents = Object.fromEntries(jsonNames.map((name) => [name, JSON.parse(strFromU8(files[name]!))]));

/** Bundles whose files are damaged one by one, with a manifest that says they are whole. */
const forged = fc.oneof(
  ...jsonNames.map((name) => mutated([contents[name]]).map((data) => ({ name, text: jsonText(data) }))),
);

async function forge({ name, text }: { name: string; text: string }): Promise<Uint8Array> {
  const changed: Record<string, Uint8Array> = { ...files, [name]: strToU8(text) };
  if (name !== 'manifest.json') {
    const manifest = structuredClone(contents['manifest.json']);
    manifest.sha256[name] = await sha256(changed[name]!);
    changed['manifest.json'] = strToU8(JSON.stringify(manifest));
  }
  return zipSync(changed, { level: 0 });
}

export const bundles = target({
  name: 'bundles',
  inputs: fc.oneof({ arbitrary: forged, weight: 4 }, { arbitrary: mutatedZip([bundle]), weight: 1 }),
  async check(input) {
    const read = await readBundle(input instanceof Uint8Array ? input : await forge(input));
    require(Number.isFinite(read.createdAt), 'the study has no date');
    const expansion = requireStudy(read.study);
    require(expansion !== null, 'the study cannot be expanded');
    const scored = new Map<string, ScoredRun>();
    for (const run of read.runs) {
      requireRunFile(run);
      const one = scoreRun(run.record, mapPredictions(run.predictions, predictionsOf));
      if (one) scored.set(run.key, one);
    }
    requireTexts(read.study, expansion, scored, read.openings);
  },
});
