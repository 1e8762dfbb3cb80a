import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parseStudy } from '../src/lab/study/study.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { exampleRunFiles } from '../src/lab/study/testing/example-run-files.ts';
import { makePredictionsFolder, writePredictions } from './study-predictions.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'predictions-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const study = parseStudy({ name: 'two seeds', base: { epochs: 2 }, factors: [], seeds: [1, 2] });
const files = new Map(exampleRunFiles(study, () => 1).map((file) => [file.key, file]));

it('a study writes what each run says of each image, and of a sealed test part nothing', () => {
  const sealed: StudyFile = { study, createdAt: '2026-01-01T00:00:00.000Z', openings: [], bets: [] };
  const path = join(folder, 'deep', 'sealed');
  makePredictionsFolder(path);
  writePredictions(path, sealed, files);
  expect(readdirSync(path).toSorted()).toEqual([...files.keys()].map((key) => `${key}.csv`).toSorted());
  const [first] = files.keys();
  const rows = readFileSync(join(path, `${first}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(rows[0]).toContain('part,item,from,from_item,label,label_name,score clear,score opacity');
  expect(rows).toHaveLength(61);
  expect(rows.slice(1).every((row) => row.startsWith('val,'))).toBe(true);

  writePredictions(path, { ...sealed, openings: [{ at: 1, runs: 2 }] as StudyFile['openings'] }, files);
  expect(readFileSync(join(path, `${first}.csv`), 'utf8').match(/^test,/gm)).toHaveLength(66);
});

it('a folder that cannot be made is told before anything is trained', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makePredictionsFolder(join(folder, 'file', 'within'))).toThrow(/cannot be made/);
});
