import { readFileSync } from 'node:fs';
import { challengeHash, parseChallenge } from '../src/lab/challenge/challenge.ts';
import { type Entry, writeEntry } from '../src/lab/challenge/entry.ts';
import { exampleEntry } from '../src/lab/challenge/testing/example-entry.ts';
import { parseRecipe, recipeToLink } from '../src/lab/recipe/parse.ts';
import { seriousFaults } from './support/axe.ts';
import { openLab, TINY, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const CHALLENGE = parseChallenge({
  name: 'Opacities',
  dataset: TINY.dataset,
  budget: { kind: 'runs', most: 2 },
  goal: 0.9,
});

test('a challenge is taken on by a link, its test part sealed until the hand-in, and the board says who is tied', async ({
  page,
}) => {
  test.setTimeout(60_000);
  await openLab(page, `/${challengeHash(CHALLENGE)}&recipe=${recipeToLink(parseRecipe(TINY))}`);
  const challenge = page.getByRole('region', { name: 'Challenge', exact: true });
  await challenge.getByRole('button', { name: /^Begin/ }).click();
  await expect(challenge.getByRole('status')).toHaveText('0 of 2 runs spent.');
  await trainToEnd(page);
  await expect(challenge.getByRole('status')).toHaveText('1 of 2 runs spent.');
  await expect(page.locator('[data-test]')).toHaveCount(0);
  await challenge.getByLabel('Your name, for the board').fill('Ada');
  const saved = page.waitForEvent('download');
  await challenge.getByRole('button', { name: 'Hand it in' }).click();
  const own = readFileSync(await (await saved).path());
  // Counted and dated, as whenever the test part is opened.
  await expect(page.getByRole('region', { name: /^Seal of/ })).toContainText('Opened once');

  const zip = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer });
  const written = async (name: string, entry: Entry) => zip(name, Buffer.from(await writeEntry(entry, 5)));
  const board = page.getByRole('region', { name: 'Board' });
  const files = page.getByLabel('Choose entries');
  await files.setInputFiles([zip('own.zip', own)]);
  await expect(board.getByRole('row', { name: /Ada/ })).toContainText('1 run');
  await board.getByRole('button', { name: 'Start over' }).click();
  await files.setInputFiles([
    await written('bo.zip', exampleEntry(CHALLENGE, 'Bo', 1, 3)),
    await written('cy.zip', exampleEntry(CHALLENGE, 'Cy <i>', 2, 3)),
    await written('di.zip', exampleEntry(CHALLENGE, 'Di', 3, 0.2)),
    await written('over.zip', exampleEntry(CHALLENGE, 'Ed', 4, 3, { runs: 3, minutes: 1 })),
  ]);
  await expect(board.getByRole('status')).toContainText('2 of 3 are tied');
  await expect(board.getByRole('row', { name: /Cy <i>/ })).toContainText('tied: may be luck');
  await expect(board.getByRole('row', { name: /Di/ })).toContainText('behind');
  await expect(board.getByRole('list', { name: 'Entries that do not count' })).toContainText(
    'over.zip: It is over the budget of 2 runs.',
  );
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
