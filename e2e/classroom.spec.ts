import { readFileSync } from 'node:fs';
import { classHash } from '../src/lab/classroom/class-link.ts';
import { studentBundle } from '../src/lab/classroom/testing/student-bundles.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { seriousFaults } from './support/axe.ts';
import { openLab, runRows, TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const STUDY = parseStudy({
  name: 'Does flip help?',
  base: TINY,
  factors: [{ subsets: ['flip'] }],
  seeds: [1],
});
const OTHER = parseStudy({ ...STUDY, base: { ...STUDY.base, epochs: 3 } });

const quality = (cell: string) => (cell.includes('flip') ? 1.6 : 1.1);

const zip = (name: string, bytes: Uint8Array) => ({
  ...{ name, mimeType: 'application/zip' },
  buffer: Buffer.from(bytes),
});

test('a student takes part by a link, and a teacher pools what a class hands in: wrong, doubled and altered bundles are told', async ({
  page,
}) => {
  test.setTimeout(60_000);
  await openLab(page, `/${classHash(STUDY, null)}`);
  const part = page.getByRole('region', { name: 'Take part' });
  await expect(part.getByRole('list', { name: 'Recipes' }).getByRole('listitem')).toHaveCount(2);
  await expect(part.getByRole('button', { name: /^Train as number/ })).toBeDisabled();
  await part.getByLabel('Your number').fill('7');
  await part.getByLabel(/^Your guess/).selectOption({ index: 1 });
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);
  await part.getByRole('button', { name: 'Train as number 7' }).click();
  await expect(page.getByText(/2 of 2 runs · done/)).toBeVisible({ timeout: 45_000 });
  await expect(runRows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'More about this study' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'All of it as a bundle' }).click();
  const own = readFileSync(await (await saved).path());
  // The menu hides the rest of the page while it closes.
  await expect(page.getByRole('menu')).toBeHidden();

  await page.getByRole('button', { name: 'A class of students' }).click();
  const files = page.getByLabel('Choose bundles');
  const handedIn = page.getByRole('region', { name: 'Bundles handed in' });
  await files.setInputFiles([zip('student-7.zip', own)]);
  await expect(handedIn.getByRole('status')).toHaveText('1 of 1 file counts.');
  await expect(page.getByRole('table', { name: /^Guesses/ })).toContainText('1 of 1');
  await handedIn.getByRole('button', { name: 'Start over' }).click();

  const bundles = await Promise.all(
    Array.from({ length: 30 }, (_, place) =>
      studentBundle(STUDY, place + 1, quality, place < 2 ? { guess: 'flip' } : {}),
    ),
  );
  const altered = (await studentBundle(STUDY, 31, quality)).slice();
  altered[altered.length >> 1]! ^= 1;
  await files.setInputFiles([
    ...bundles.map((bytes, place) => zip(`student-${place + 1}.zip`, bytes)),
    zip('other <b>recipe</b>.zip', await studentBundle(STUDY, 32, quality, { study: OTHER })),
    zip('again.zip', bundles[1]!),
    zip('altered.zip', altered),
  ]);
  await expect(handedIn.getByRole('status')).toContainText('30 of 33 files count');
  const refused = handedIn.getByRole('list', { name: 'Bundles that do not count' }).getByRole('listitem');
  await expect(refused).toHaveCount(3);
  await expect(refused.nth(0)).toContainText('other <b>recipe</b>.zip: not of this class');
  await expect(refused.nth(1)).toContainText(
    'again.zip: there twice. It is the same file as “student-2.zip”',
  );
  await expect(refused.nth(2)).toContainText('altered.zip: altered or damaged');
  const table = page.getByRole('table', { name: /^Guesses/ });
  await expect(table.getByRole('row', { name: /flip/ })).toContainText('2 of 2');
  await expect(page.getByText(/^After one run of each recipe, \d+ of 30 would believe in/)).toBeVisible();
  await expect(page.getByRole('heading', { name: /^All 30 together:/ })).toBeVisible();
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);
  // Nothing of it is stored, until it is asked for.
  await expect(runRows(page)).toHaveCount(2);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await handedIn.getByRole('button', { name: 'Keep as a study of mine' }).click();
  await expect(page.getByText(/60 of 60 runs · done/)).toBeVisible();
});
