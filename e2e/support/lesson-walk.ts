import { expect, type Locator, type Page } from '@playwright/test';
import type { Condition, Deed, Guess, Lesson, LessonStep } from '../../src/lab/lesson/lesson.ts';
import { lessonReference, recipeOfStep } from '../../src/lab/lesson/plan.ts';
import { datasetName } from '../../src/lab/recipe/name.ts';
import { assignValue } from '../../src/lab/recipe/parse.ts';
import { seriousFaults } from './axe.ts';
import { runRows, trainButton } from './lab-page.ts';

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** As small as a run can be; what the lesson itself is about stays. */
const SMALLEST = { width: 2, epochs: 1 } as const;

export function lessonColumn(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Lesson' });
}

/** Presses a button or a link by the keyboard. */
export async function press(page: Page, button: Locator, key = 'Enter'): Promise<void> {
  await reach(page, button);
  await page.keyboard.press(key);
}

/** Stops of the Tab key on the way through a page, at most; in a lesson they are a few. */
const MOST_STOPS = 200;

/** The state of the focus: on the control, before it, behind it, or on the page where the control is in the lesson. */
const whereFrom = (control: Element) => {
  const { activeElement: focus } = document;
  if (focus === control) return 'there';
  const lesson = control.closest('[data-lesson-column]');
  if (!focus || (lesson && !lesson.contains(focus))) return lesson ? 'elsewhere' : 'before';
  const group = (element: Element) =>
    (element as HTMLInputElement).type === 'radio' && element.closest('form');
  if (group(control) && group(control) === group(focus)) return 'same group';
  return focus.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING ? 'before' : 'behind';
};

const KEY_FROM = {
  elsewhere: 'l',
  'same group': 'ArrowDown',
  before: 'Tab',
  behind: 'Shift+Tab',
} as const;

/** Brings the focus to a control by the keys that a person has: Tab, and L between page and lesson. */
async function reach(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeEnabled();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const place = await control.evaluate(whereFrom);
    if (place === 'there') return;
    await page.keyboard.press(KEY_FROM[place]);
  }
  throw new Error(`Within ${MOST_STOPS} keys the focus did not reach ${control}.`);
}

/** Does a lesson to its end by the keyboard, and asks axe at both widths on the way. */
export async function walkLesson(
  page: Page,
  lesson: Lesson,
  /** In the middle of a step, when its guess is kept. */
  meanwhile: (step: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const column = lessonColumn(page);
  const trained = new Map<string, object>();
  await press(page, column.getByRole('button', { name: 'Begin' }));
  for (const [place, step] of lesson.steps.entries()) {
    await expect(column.getByRole('heading', { name: step.title, exact: true })).toBeFocused();
    if (step.guess) {
      await give(page, column, step.guess);
      await meanwhile(place);
    }
    if (step.study) {
      await press(page, column.getByRole('button', { name: 'Open the plan of the study' }));
      if (lesson.kind === 'lab') {
        await reach(page, page.getByRole('textbox', { name: 'Seeds' }));
        await page.keyboard.press('Control+A');
        await page.keyboard.type('1');
      }
      await press(page, page.getByRole('button', { name: /^Train \d+ runs$/ }));
    }
    for (const condition of step.until) {
      await fulfil(page, lesson, step, condition, trained);
      await expect(
        column.getByRole('list', { name: 'To do' }).getByRole('listitem').nth(step.until.indexOf(condition)),
      ).toHaveAttribute('data-met', 'true', { timeout: 60_000 });
    }
    await expect(column.getByText('…', { exact: true })).toHaveCount(0);
    if (step.looks !== undefined) await expect(column.getByText(/the heat of Grad-CAM/)).toBeVisible();
    await checkWidths(page, step, { asked: place % 2 === 0 ? 'wide' : 'phone', contrast: place < 2 });
    const isLast = place === lesson.steps.length - 1;
    await press(page, column.getByRole('button', { name: isLast ? 'Finish' : 'Next' }));
  }
  await expect(column.getByRole('heading', { name: `Done: ${lesson.title}` })).toBeFocused();
}

/**
 * Nothing is wider than the page at either width; axe is asked at one of them, and at the other in the step after. About contrast
 * only in the first two: the others are in the same colours, and it takes two thirds of what axe takes.
 */
async function checkWidths(
  page: Page,
  step: LessonStep,
  { asked, contrast }: { readonly asked: keyof typeof SIZES; readonly contrast: boolean },
): Promise<void> {
  for (const name of ['phone', 'wide'] as const) {
    const size = SIZES[name];
    await page.setViewportSize(size);
    if (name === asked) {
      const search = {
        within: 'aside[aria-label="Lesson"]',
        ...(contrast ? {} : { withoutRule: 'color-contrast' }),
      };
      expect(await seriousFaults(page, search), step.title).toEqual([]);
    }
    // What is drawn to the width of the page follows it a frame later.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(size.width);
  }
}

async function give(page: Page, column: Locator, guess: Guess): Promise<void> {
  if (guess.kind === 'choice') await press(page, column.getByRole('radio').first(), 'Space');
  if (guess.kind === 'order') await press(page, column.getByRole('button', { name: /: down$/ }).first());
  if (guess.kind === 'number') {
    await reach(page, column.getByRole('spinbutton'));
    await page.keyboard.type(String((guess.least + guess.most) / 2));
  }
  if (guess.kind === 'text') {
    await reach(page, column.getByRole('textbox'));
    await page.keyboard.type('How many of the ill were found?');
  }
  await press(page, column.getByRole('button', { name: /^Keep my/ }));
  await expect(column.getByText(/^You (guessed|wrote): /)).toBeVisible();
}

async function fulfil(
  page: Page,
  lesson: Lesson,
  step: LessonStep,
  condition: Condition,
  /** Recipes of the runs that have a name. */
  trained: Map<string, object>,
): Promise<void> {
  if ('run' in condition && condition.edited) {
    // While the lesson's set is read there is nothing to train.
    await expect(trainButton(page)).toBeEnabled();
    await page.keyboard.press('Control+Enter');
  } else if ('run' in condition) {
    // Whatever a student changes of a recipe that is to be another one.
    const own = condition.unlike === undefined ? {} : { balance: 'weighted-loss' };
    trained.set(condition.run, await train(page, smallRecipe(lesson, step, { ...own, ...condition.with })));
    if (hasEdition(lesson)) await takeIntoForm(page);
  } else if ('runs' in condition && condition.like !== undefined) {
    for (let seed = 2; seed <= condition.runs; seed++) {
      await train(page, { ...trained.get(condition.like), seed });
    }
  } else if ('runs' in condition) await doubtLabels(page);
  else if ('edition' in condition) {
    await press(page, page.getByRole('button', { name: /^Mend all \d+/ }));
  } else if ('opened' in condition) {
    await page.keyboard.press('3');
    const seal = page.getByRole('region', {
      name: `Seal of ${datasetName(lessonReference(lesson, 'phantom'))}`,
    });
    await press(page, seal.getByRole('button', { name: 'Open' }));
  } else if ('stressed' in condition) {
    await press(page, page.getByRole('button', { name: /^Stress \d models$/ }));
  } else if ('did' in condition) await DEEDS[condition.did](page);
}

/** Of its later runs the form alone knows the edition: they are as small as what it holds. */
function hasEdition({ steps }: Lesson): boolean {
  return steps.some(({ until }) => until.some((condition) => 'run' in condition && condition.edited));
}

/** The run that is waited for, on the lesson's images: like Train, without what the lesson is not about. */
function smallRecipe(lesson: Lesson, step: LessonStep, changes: LessonStep['recipe'] & object): object {
  const { epochs, ...rest } = recipeOfStep(lesson, step, 'phantom');
  const small = rest.steps === null ? { ...rest, ...SMALLEST } : { ...rest, epochs, width: 2 };
  return Object.entries(changes).reduce<object>(
    (changed, [path, value]) => assignValue(changed, path, value),
    small,
  );
}

async function train(page: Page, recipe: object): Promise<object> {
  // What trains before is let end.
  await expect
    .poll(() => page.evaluate((wanted) => window.lab!.train(wanted), recipe), { timeout: 30_000 })
    .toMatchObject({ ok: true });
  return recipe;
}

/** The recipe of the latest run. */
async function takeIntoForm(page: Page): Promise<void> {
  await press(
    page,
    runRows(page)
      .first()
      .getByRole('button', { name: /^More about/ }),
  );
  // Before the menu has the focus, Tab leads past it.
  await expect(page.locator('[role="menu"]:focus-within')).toBeVisible();
  await press(page, page.getByRole('menuitem', { name: 'Use its recipe' }));
}

async function doubtLabels(page: Page): Promise<void> {
  await page.keyboard.press('2');
  const section = page.getByRole('region', { name: 'Wrong labels' });
  const folds = section.getByLabel('Number of folds');
  await reach(page, folds);
  await page.keyboard.type('3');
  await expect(folds).toHaveValue('3');
  await press(page, section.getByRole('button', { name: /^Train 3 folds/ }));
}

const DEEDS: Readonly<Record<Deed, (page: Page) => Promise<void>>> = {
  'data-opened': (page) => page.keyboard.press('2'),
  'results-opened': (page) => page.keyboard.press('3'),
  'compare-opened': (page) => page.keyboard.press('4'),
  'threshold-moved': (page) =>
    press(page, page.getByRole('slider', { name: 'Threshold' }).first(), 'ArrowLeft'),
  'insides-opened': async (page) => {
    await page.keyboard.press('1');
    await press(page, page.getByRole('button', { name: 'What the model sees' }).first());
  },
};
