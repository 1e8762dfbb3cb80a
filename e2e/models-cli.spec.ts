import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftCommands, lab } from './support/lab-command.ts';
import { TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('the command line finds and mends wrong labels, and puts a study under stress', async () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'lab-models-'));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  try {
    const settings = ['width=2', 'epochs=1', 'batch=64'].flatMap((change) => ['--set', change]);
    const shared = ['--data', 'phantom:pneumonia', '--out', folder, ...settings];
    const labels = await lab('label-noise', ...shared, '--folds', '2', '--seeds', '1');
    expect(labels.code, labels.errors).toBe(0);
    expect(read('label-noise.md')).toMatch(/The list: precision 0\.\d{3}, recall 0\.\d{3}/);
    const [{ quality, runs }] = JSON.parse(read('label-noise.json'));
    expect(quality.wrong).toBe(84);
    expect(runs.map(({ variant }: { variant: string }) => variant)).toEqual(['changed', 'mended', 'true']);
    expect(runs[1].summary.test.auc).toBeGreaterThan(0);

    const { loss, optimizer } = TINY;
    const study = join(folder, 'study.json');
    const base = { dataset: { kind: 'phantom', shape: 'pneumonia' }, loss, optimizer };
    writeFileSync(study, JSON.stringify({ name: 'Tiny', base, factors: [{ subsets: ['noise'] }] }));
    const stressed = await lab('stress', study, ...shared, '--seeds', '1');
    expect(stressed.code, stressed.errors).toBe(0);
    // Two cells, nine stresses, six severities, and the head.
    expect(read('stress.csv').trim().split('\n')).toHaveLength(1 + 2 * 9 * 6);
    expect(read('stress.md')).toMatch(/\*\*Over all stresses\.\*\*.*val AUC over all stresses/);
  } finally {
    endLeftCommands();
    rmSync(folder, { recursive: true, force: true });
  }
});
