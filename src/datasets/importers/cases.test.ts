import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseImportOptions } from '../../lab/import/options.ts';
import { planImport } from '../../lab/import/plan.ts';
import { LabError } from '../../lab/lab-error.ts';
import { loadNpz } from '../npz/load-npz.ts';
import { isPlain } from './look.ts';
import { openFiles } from './registry.ts';
import { takeImport } from './take.ts';

/** A folder with the arrays that people saved (one .npz each), where there is one. */
const directory = process.env.LAB_CASES_DIR ?? '';
const cases = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.npz')) : [];

const context = { signal: new AbortController().signal, onProgress: () => undefined };

async function take(name: string, options: object) {
  const file = new File([readFileSync(join(directory, name))], name);
  const files = [{ path: name, file }];
  if (await isPlain(files, context)) return loadNpz(file, name, 'a case', context);
  const source = await openFiles(files, context);
  const given = parseImportOptions(options);
  const found = source.found(given);
  return takeImport(source, found.name, planImport(found, given), context);
}

/** What a person answers where the lab asks. */
const ANSWERS: Readonly<Record<string, object>> = {
  'labels_onehot.npz': { labels: 'classes' },
  'labels_onehot3.npz': { labels: 'classes' },
  'float_nan.npz': { leaveOut: ['not-a-number'] },
  'val_one_class.npz': { parts: 'redraw' },
};

describe.runIf(cases.length > 0)('arrays as people save them', () => {
  it('all become a set, or say in words why not, with the way out', async () => {
    const told: string[] = [];
    let taken = 0;
    for (const name of cases) {
      for (const options of name in ANSWERS ? [{}, ANSWERS[name]!] : [{}]) {
        try {
          const { summary } = await take(name, options);
          taken += 1;
          const { counts, task, size, dims, channels, fingerprint, notes } = summary;
          told.push(
            `${name} ${JSON.stringify(options)}: ${task} ${counts.train}/${counts.val}/${counts.test} ${size}^${dims}x${channels} ${summary.classNames.slice(0, 3)} ${fingerprint.slice(0, 8)} | ${notes.join(' ')}`,
          );
        } catch (error) {
          expect(error, `${name}: ${(error as Error).stack}`).toBeInstanceOf(LabError);
          told.push(
            `${name}: ${(error as LabError).code}: ${(error as LabError).message} → ${(error as LabError).remedy}`,
          );
        }
      }
    }
    console.log(`${taken} taken\n${told.join('\n')}`);
    const fingerprints = new Set(
      await Promise.all(
        [
          'ok',
          'uncompressed',
          'float01',
          'float255',
          'fortran',
          'grey1',
          'labels_1d',
          'labels_i64',
          'labels_f64',
          'labels_bool',
        ]
          .concat([
            'labels_be',
            'labels_from1',
            'labels_pm1',
            'labels_gap',
            'labels_str',
            'xy_keys',
            'extra',
            'trailing',
            'class_names',
          ])
          .map(async (name) => (await take(`${name}.npz`, {})).summary.fingerprint),
      ),
    );
    expect(fingerprints.size).toBe(1);
  });
});
