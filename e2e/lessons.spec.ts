import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLesson } from '../src/lab/lesson/read-lesson.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { lessonColumn, press, walkLesson } from './support/lesson-walk.ts';
import { expect, test } from './support/test.ts';

const FOLDER = fileURLToPath(new URL('../src/lessons', import.meta.url));

const LESSONS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md'))
  .map((file) => [file.slice(0, -3), readLesson(readFileSync(join(FOLDER, file), 'utf8'))] as const);

for (const [name, lesson] of LESSONS) {
  test(`the lesson “${lesson.title}” is done to its end by keyboard, axe clean, wide and on a phone`, async ({
    page,
  }) => {
    await openLab(page, `/#/train?lesson=${name}`);
    await walkLesson(page, lesson);
  });
}

test('a lesson is found under Learn, sets recipe and data, waits for a run of the page, and survives a crash', async ({
  page,
}) => {
  await openLab(page);
  await press(page, page.getByRole('button', { name: 'Learn' }));
  await press(page, page.getByRole('link', { name: /^Why accuracy lies/ }));
  const column = lessonColumn(page);
  await press(page, column.getByRole('button', { name: 'Begin' }));
  await expect(column.getByRole('heading', { name: 'Look at the classes' })).toBeFocused();
  await expect(page.getByText('plain · CE · Adam · w8 · batch 32 · 6 epochs').last()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Advanced' })).toBeHidden();
  await column.getByRole('spinbutton').fill('0.9');
  await press(page, column.getByRole('button', { name: 'Show me the balancing' }));
  await expect(page.locator('[data-place="recipe.balance"]')).toBeFocused();

  // What is half written is there again, and so is what was kept.
  await page.reload();
  await ready(page);
  await expect(column.getByRole('spinbutton')).toHaveValue('0.9');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  await press(page, column.getByRole('button', { name: 'Next' }));
  await press(page, column.getByRole('radio', { name: 'hardly any' }), 'Space');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  const again = await page.context().newPage();
  await page.close({ runBeforeUnload: false });
  await openLab(again, '/#/train?lesson=accuracy');
  const after = lessonColumn(again);
  await expect(after.getByText('hardly any', { exact: true })).toBeVisible();

  // The page stays whole: its own Train is what the step waits for.
  await again.keyboard.press('Control+Enter');
  await expect(after.getByRole('list', { name: 'Your figures' })).toContainText(
    /the trained one is right0\.\d{3}/,
  );
  await expect(after.getByText(/And it finds\s+\d+ of 6\s+of the films/)).toBeVisible();
  await expect(runRows(again)).toHaveCount(1);
  await tab(again, 'Results').click();
  await expect(after).toBeVisible();
  await press(again, after.getByRole('button', { name: 'Close the lesson' }));
  await expect(after).toBeHidden();
  await expect(again.getByRole('main')).toBeFocused();
});
