import { expect, type Locator, type Page } from '@playwright/test';
import type { Condition, Deed, Guess, Lesson, LessonStep } from '../../src/lab/lesson/lesson.ts';
import { recipeOfStep } from '../../src/lab/lesson/plan.ts';
import { assignValue } from '../../src/lab/recipe/parse.ts';
import { seriousFaults } from './axe.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** As small as a run can be; what the lesson itself is about stays. */
const SMALLEST = { width: 2, epochs: 1 } as const;

export function lessonColumn(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Lesson' });
}

/** Presses a button or a link by the keyboard. */
export async function press(page: Page, button: Locator, key = 'Enter'): Promise<void> {
  await button.focus();
  await page.keyboard.press(key);
}

/** Does a lesson to its end by the keyboard, and asks axe at both widths on the way. */
export async function walkLesson(
  page: Page,
  lesson: Lesson,
  /** In the middle of a step, when its guess is kept. */
  meanwhile: (step: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const column = lessonColumn(page);
  await press(page, column.getByRole('button', { name: 'Begin' }));
  for (const [place, step] of lesson.steps.entries()) {
    await expect(column.getByRole('heading', { name: step.title, exact: true })).toBeFocused();
    if (step.guess) {
      await give(page, column, step.guess);
      await meanwhile(place);
    }
    if (step.study) {
      await press(page, column.getByRole('button', { name: 'Open the plan of the study' }));
      await press(page, page.getByRole('button', { name: /^Train \d+ runs$/ }));
    }
    for (const condition of step.until) {
      await fulfil(page, lesson, step, condition);
      await expect(
        column.getByRole('list', { name: 'To do' }).getByRole('listitem').nth(step.until.indexOf(condition)),
      ).toHaveAttribute('data-met', 'true', { timeout: 60_000 });
    }
    await expect(column.getByText('…', { exact: true })).toHaveCount(0);
    await checkBothWidths(page, step);
    const isLast = place === lesson.steps.length - 1;
    await press(page, column.getByRole('button', { name: isLast ? 'Finish' : 'Next' }));
  }
  await expect(column.getByRole('heading', { name: `Done: ${lesson.title}` })).toBeFocused();
}

async function checkBothWidths(page: Page, step: LessonStep): Promise<void> {
  for (const size of [PHONE, WIDE]) {
    await page.setViewportSize(size);
    expect(await seriousFaults(page, { within: 'aside[aria-label="Lesson"]' }), step.title).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  }
}

async function give(page: Page, column: Locator, guess: Guess): Promise<void> {
  if (guess.kind === 'choice') await press(page, column.getByRole('radio').first(), 'Space');
  if (guess.kind === 'order') await press(page, column.getByRole('button', { name: /: down$/ }).first());
  if (guess.kind === 'number') {
    await column.getByRole('spinbutton').focus();
    await page.keyboard.type(String((guess.least + guess.most) / 2));
  }
  if (guess.kind === 'text') {
    await column.getByRole('textbox').focus();
    await page.keyboard.type('How many of the ill were found?');
  }
  await press(page, column.getByRole('button', { name: /^Keep my/ }));
  await expect(column.getByText(/^You (guessed|wrote): /)).toBeVisible();
}

async function fulfil(page: Page, lesson: Lesson, step: LessonStep, condition: Condition): Promise<void> {
  if ('run' in condition && hasEdition(lesson)) await page.keyboard.press('Control+Enter');
  else if ('run' in condition) await train(page, lesson, step, condition.with);
  else if ('runs' in condition) await doubtLabels(page);
  else if ('edition' in condition) {
    await press(page, page.getByRole('button', { name: /^Mend all \d+/ }));
  } else if ('opened' in condition) {
    await page.keyboard.press('3');
    await press(page, page.getByRole('region', { name: /^Seal of/ }).getByRole('button', { name: 'Open' }));
  } else if ('stressed' in condition) {
    await press(page, page.getByRole('button', { name: /^Stress \d models$/ }));
  } else if ('did' in condition) await DEEDS[condition.did](page);
}

/** The edition is in the form alone: such a lesson is small enough to be trained as it is. */
function hasEdition({ steps }: Lesson): boolean {
  return steps.some(({ until }) => until.some((condition) => 'run' in condition && condition.edited));
}

/** The run that is waited for, on the lesson's images: like Train, without what the lesson is not about. */
async function train(page: Page, lesson: Lesson, step: LessonStep, changes: LessonStep['recipe'] & object) {
  const { epochs, ...rest } = recipeOfStep(lesson, step, 'phantom');
  const small = rest.steps === null ? { ...rest, ...SMALLEST } : { ...rest, epochs, width: 2 };
  const recipe = Object.entries(changes).reduce<object>(
    (changed, [path, value]) => assignValue(changed, path, value),
    small,
  );
  const started = await page.evaluate((wanted) => window.lab!.train(wanted), recipe);
  expect(started).toMatchObject({ ok: true });
}

async function doubtLabels(page: Page): Promise<void> {
  await page.keyboard.press('2');
  const section = page.getByRole('region', { name: 'Wrong labels' });
  await section.getByLabel('Number of folds').selectOption('3');
  await press(page, section.getByRole('button', { name: /^Train 3 folds/ }));
}

const DEEDS: Readonly<Record<Deed, (page: Page) => Promise<void>>> = {
  'data-opened': (page) => page.keyboard.press('2'),
  'results-opened': (page) => page.keyboard.press('3'),
  'compare-opened': (page) => page.keyboard.press('4'),
  'threshold-moved': (page) =>
    press(
      page,
      page.getByRole('region', { name: 'Threshold' }).getByRole('radio', { name: 'standard' }),
      'ArrowRight',
    ),
  'insides-opened': async (page) => {
    await page.keyboard.press('1');
    await press(page, page.getByRole('button', { name: 'What the model sees' }).first());
  },
};
