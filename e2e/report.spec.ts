import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { StudyFolder } from '../cli/study-folder.ts';
import { checksums } from '../src/lab/report/files.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { exampleRunFiles } from '../src/lab/study/testing/example-run-files.ts';
import { seriousFaults } from './support/axe.ts';
import { endLeftCommands, lab } from './support/lab-command.ts';
import { linkTo, openLab, ready, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test.afterEach(endLeftCommands);

/** The files of a report, each held against its sum. */
async function filesOf(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map(Object.entries(unzipSync(readFileSync(path))));
  const sums = strFromU8(files.get('SHA256SUMS')!);
  files.delete('SHA256SUMS');
  expect(await checksums(files)).toBe(sums);
  for (const [name, bytes] of files) {
    if (name.endsWith('.png')) expect(strFromU8(bytes.subarray(1, 4)), name).toBe('PNG');
  }
  return files;
}

test('a lab report holds answers, figures with the images of mistakes, tables and what made them, and opens as a page', async ({
  page,
}, { outputDir }) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await tab(page, 'Results').click();
  const button = page.getByRole('button', { name: 'Lab report' });
  await button.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Lab report' });
  await dialog.getByLabel('Your name').fill('Ada');
  await dialog.getByLabel('Answer 3').fill('Not sure: <b>the interval</b> is wide.');
  expect(await seriousFaults(page, { within: '[role=dialog]' })).toEqual([]);
  // What was written is kept over a reload.
  await page.reload();
  await ready(page);
  await button.click();
  await expect(dialog.getByLabel('Answer 3')).toHaveValue(/Not sure/);

  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the zip' }).click();
  const files = await filesOf(await (await saved).path());
  const text = (name: string) => strFromU8(files.get(name)!);
  expect(text('README.md')).toMatch(/Not sure: \\<b>the interval\\<\/b> is wide/);
  expect(text('README.md')).toMatch(/Made on .* in Chrome \d+, lab/);
  expect(text('README.md')).toMatch(/seed 1 · data \w{12} · recipe \w{12}/);
  expect(text('figures/A-val-mistakes.svg')).toContain('data:image/png;base64,');
  for (const figure of [
    'auc',
    'loss',
    ...['roc', 'precision-recall', 'confusion', 'reliability'].map((kind) => `A-val-${kind}`),
  ]) {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([`figures/${figure}.svg`, `figures/${figure}.png`]),
    );
  }
  expect(JSON.parse(text('recipes/A.json'))).toMatchObject({ width: 2 });
  expect(text('metrics.csv')).toContain('auc cross-fitted');
  // Nobody has opened the test part.
  expect([...files.keys()].some((name) => name.includes('test'))).toBe(false);
  expect(text('metrics.csv')).not.toMatch(/,test,/);

  mkdirSync(outputDir, { recursive: true });
  const path = join(outputDir, 'report.html');
  writeFileSync(path, files.get('index.html')!);
  await page.goto(`file://${path}`);
  await expect(page.getByRole('heading', { name: /Lab report: Pneumonia phantom/ })).toBeVisible();
  await expect(page.getByText('Not sure: <b>the interval</b> is wide.')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Mistakes of A/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await seriousFaults(page)).toEqual([]);
});

test('the command line makes the same report of a study that lies in a folder', async () => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'lab-report-'));
  try {
    const study = parseStudy({
      name: 'Tiny',
      base: TINY,
      factors: [{ subsets: ['flip'] }],
      seeds: [1, 2, 3],
    });
    const written = new StudyFolder(join(folder, 'study'));
    const lock = written.lock();
    written.create({ study, createdAt: new Date(0).toISOString(), openings: [], bets: [] });
    for (const run of exampleRunFiles(study, (cell) => (cell.includes('flip') ? 2 : 1)))
      written.writeRun(run);
    lock.release();
    writeFileSync(
      join(folder, 'answers.json'),
      JSON.stringify([{ question: 'Why?', guess: 'flip', answer: 'So.' }]),
    );
    const { code, errors } = await lab(
      ...['report', written.path, '--answers', join(folder, 'answers.json'), '--author', 'Ada'],
    );
    expect(errors).toContain('The report of 6 runs is in');
    expect(code).toBe(0);
    const files = await filesOf(join(written.path, 'lab-report.zip'));
    const readme = strFromU8(files.get('README.md')!);
    for (const words of [
      'Ada',
      '### Why?',
      'Guess: flip',
      'So.',
      'figures/study.png',
      'The test part is sealed',
    ])
      expect(readme).toContain(words);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['study.json', 'table.csv', 'runs.csv', 'index.html', 'figures/F-val-roc.png']),
    );
    const refused = await lab('report', folder);
    expect(refused.code).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
