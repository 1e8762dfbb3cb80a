import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Lesson } from '../src/lab/lesson/lesson.ts';
import { lessonHash } from '../src/lab/lesson/link.ts';
import { readLesson } from '../src/lab/lesson/read-lesson.ts';
import { seriousFaults } from './support/axe.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { lessonColumn, press, walkLesson } from './support/lesson-walk.ts';
import { expect, test } from './support/test.ts';

const FOLDER = fileURLToPath(new URL('../src/lessons', import.meta.url));

/** What is handed in names the lab, and holds what was answered. */
async function handIn(page: Page, { title, steps }: Lesson): Promise<void> {
  await press(page, lessonColumn(page).getByRole('button', { name: 'Lab report' }));
  const report = page.getByRole('dialog', { name: 'Lab report' });
  const asked = steps.flatMap(({ guess }) => guess?.ask ?? []);
  const questions = report.getByRole('textbox', { name: /^Question \d+$/ });
  for (const [place, question] of asked.entries()) await expect(questions.nth(place)).toHaveValue(question);
  // Each guess is told what came of it, by the figures of the runs.
  const guesses = steps.filter(({ guess }) => guess && guess.kind !== 'text').length;
  await expect(report.getByText(/^What came of it: /)).toHaveCount(guesses);
  expect(await seriousFaults(page, { within: '[role="dialog"]' })).toEqual([]);
  const saved = page.waitForEvent('download');
  await press(page, report.getByRole('button', { name: 'Save as one page' }));
  const file = await saved;
  expect(file.suggestedFilename()).toContain(title.toLowerCase().replaceAll(/[^a-z]+/g, '-'));
  const written = readFileSync(await file.path(), 'utf8');
  expect(written).toContain('How many of the ill were found?');
  expect(written.match(/>Guess: /g)).toHaveLength(guesses);
  expect(written.match(/>What came of it: /g)).toHaveLength(guesses);
}

const LESSONS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md'))
  .map((file) => [file.slice(0, -3), readLesson(readFileSync(join(FOLDER, file), 'utf8'))] as const);

/** As many volumes as teach something take minutes on two cores: these walk the same words on a few, as from a link. */
const SMALLER: Readonly<Partial<Record<string, Lesson['recipe']>>> = {
  'lab-deep-auc': { width: 2, epochs: 1, batch: 16, volume: 'slices', augment: {} },
};

function smaller(lesson: Lesson, recipe: Lesson['recipe']): Lesson {
  const { phantom, others } = lesson.data;
  const few = { images: 80 };
  return {
    ...lesson,
    data: {
      ...lesson.data,
      phantom: { ...phantom, ...few },
      others: others.map((other) => ({ ...other, phantom: { ...other.phantom, ...few } })),
    },
    recipe: { ...lesson.recipe, ...recipe },
  };
}

/** Opens a lesson, made smaller where it has to be; returns what there is to be done. */
async function openLesson(page: Page, name: string, lesson: Lesson): Promise<Lesson> {
  const recipe = SMALLER[name];
  if (!recipe) {
    await openLab(page, `/#/train?lesson=${name}`);
    return lesson;
  }
  const few = smaller(lesson, recipe);
  await openLab(page, `/${lessonHash(few)}`);
  await press(page, page.getByRole('button', { name: 'Take this lesson' }));
  return few;
}

for (const [name, lesson] of LESSONS) {
  test(`the ${lesson.kind} “${lesson.title}” is done to its end by keyboard, axe clean, wide and on a phone`, async ({
    page,
  }) => {
    await walkLesson(page, await openLesson(page, name, lesson));
    // Whatever was trained for a lesson can be taken along.
    const report = lessonColumn(page).getByRole('button', { name: 'Lab report' });
    await expect(report).toBeVisible();
    if (lesson.kind === 'lab') await handIn(page, lesson);
  });
}

test('a lesson is found under Learn, sets recipe and data, waits for a run of the page, and survives a crash', async ({
  page,
}) => {
  // As it was chosen earlier, for other runs.
  await page.context().addInitScript(() => {
    localStorage['lab-threshold'] ??=
      '{"kind":"cost","least":0.95,"falseAlarms":10,"onTest":false,"hand":{}}';
  });
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
  await page.keyboard.press('l');
  await expect(column.getByRole('button', { name: 'Show me the balancing' })).toBeFocused();

  // On a phone, where the lesson stands above the page, a button leads back.
  await page.setViewportSize({ width: 390, height: 844 });
  await press(page, column.getByRole('button', { name: 'Show me the balancing' }));
  await page.getByRole('button', { name: 'Back to the lesson' }).click();
  await expect(column.getByRole('button', { name: 'Show me the balancing' })).toBeFocused();
  await expect(column.getByRole('button', { name: 'Show me the balancing' })).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });

  // What is half written is there again, and so is what was kept.
  await page.reload();
  await ready(page);
  await expect(column.getByRole('spinbutton')).toHaveValue('0.9');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  await expect(column.getByText('You guessed: 0.9 · it came to 0.940')).toBeVisible();
  await press(page, column.getByRole('button', { name: 'Next' }));
  await press(page, column.getByRole('radio', { name: 'hardly any' }), 'Space');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  // The process of the page dies, as where its memory runs out: nothing is told beforehand.
  const again = await page.context().newPage();
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await crashed;
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
  // Its threshold is the usual one until it is moved there.
  const rule = (name: string) => again.getByRole('radio', { name, exact: true });
  await expect(rule('by cost')).toBeChecked();
  await press(again, after.getByRole('button', { name: 'Next' }));
  await expect(rule('standard')).toBeChecked();
  const move = after.getByRole('list', { name: 'To do' }).getByRole('listitem').nth(1);
  await expect(move).not.toHaveAttribute('data-met');
  await press(again, rule('standard'), 'ArrowRight');
  await expect(rule('by hand')).toBeChecked();
  await expect(move).not.toHaveAttribute('data-met');
  await press(again, again.getByRole('slider', { name: 'Threshold', exact: true }), 'ArrowLeft');
  await expect(move).toHaveAttribute('data-met', 'true');
  await press(again, after.getByRole('button', { name: 'Close the lesson' }));
  await expect(after).toBeHidden();
  await expect(again.getByRole('main').locator(':focus')).toBeInViewport();
});

test('a class does a lesson by a link, and the guesses stand beside what came out', async ({ page }) => {
  await openLab(page, '/#/classroom?given=lesson~phantom~accuracy');
  const part = page.getByRole('region', { name: 'Take part' });
  await expect(part.getByRole('heading', { name: 'Why accuracy lies' })).toBeVisible();
  await part.getByLabel('Your number').fill('7');
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);
  await press(page, part.getByRole('button', { name: 'Begin as number 7' }));
  const column = lessonColumn(page);
  await column.getByRole('spinbutton').fill('0.9');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  await press(page, column.getByRole('button', { name: 'Next' }));
  await press(page, column.getByRole('radio', { name: 'hardly any' }), 'Space');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  await page.keyboard.press('Control+Enter');
  await expect(column.getByRole('list', { name: 'Your figures' })).toContainText(
    /the trained one is right0\.\d{3}/,
  );
  await press(page, column.getByRole('button', { name: 'Next' }));
  await press(page, column.getByRole('button', { name: 'Skip this step' }));
  await press(page, column.getByRole('button', { name: 'Skip this step' }));
  const saved = page.waitForEvent('download');
  await press(page, column.getByRole('button', { name: 'Save what you hand in' }));
  const file = await saved;
  expect(file.suggestedFilename()).toBe('student-7-accuracy.zip');

  await page.goto('/#/classroom');
  await page.getByLabel('Choose bundles').setInputFiles({
    ...{ name: 'student-7.zip', mimeType: 'application/zip' },
    buffer: readFileSync(await file.path()),
  });
  await expect(page.getByText('1 of 1 file counts.')).toBeVisible();
  const guesses = page.getByRole('table', { name: 'Guesses beside what came out' });
  await expect(guesses.getByRole('row', { name: /will it find/ })).toContainText(
    /hardly any × 1.*the trained one is right: 0\.\d{3}/,
  );
  await expect(page.getByLabel('Study or lesson')).toHaveValue('lesson accuracy');
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
