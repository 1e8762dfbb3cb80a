import { lessonClassHash } from '../src/lab/classroom/class-link.ts';
import { lessonFromWord } from '../src/lab/lesson/link.ts';
import { faults } from './support/axe.ts';
import { linkTo, openLab, ready, TINY } from './support/lab-page.ts';
import { lessonColumn, press, walkLesson } from './support/lesson-walk.ts';
import { expect, test } from './support/test.ts';

test('a lesson is made from the page, shared by a link, opened in a fresh browser and done', async ({
  page,
  browser,
}) => {
  await openLab(page, linkTo({ ...TINY, epochs: 1 }, 'learn'));
  await press(page, page.getByRole('button', { name: 'New lesson' }));
  const workshop = page.getByRole('complementary', { name: 'Workshop' });
  const type = async (label: string | RegExp, text: string) => {
    await workshop.getByLabel(label, { exact: true }).focus();
    await page.keyboard.type(text);
  };
  await type('Title', 'Small films');
  await type('Question', 'What can so small a model learn?');

  // A control is clicked away, by key and by pointer, and one is brought back.
  const input = page.locator('[data-place="recipe.input"]');
  const model = page.locator('[data-place="recipe.model"]');
  await press(page, workshop.getByRole('button', { name: 'Click controls away' }));
  await input.locator('input, button').first().focus();
  await expect(page.getByText('Hide the input')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(input).toBeHidden();
  await page.locator('[data-place="recipe.augment"]').getByRole('heading').click();
  const hidden = workshop.getByRole('list', { name: 'Hidden' });
  await expect(hidden.getByRole('listitem')).toHaveText(['the input', 'the augmentations']);
  await press(page, hidden.getByRole('button', { name: 'Bring back the augmentations' }));
  await press(page, workshop.getByRole('button', { name: 'Done hiding' }));
  await expect(input).toBeVisible();
  await expect(model).toBeVisible();

  await press(page, workshop.getByRole('button', { name: /^1/ }));
  await type('Text', 'The *films* are small. [Read](https://example.org/a) on.');
  await workshop.getByLabel('Question', { exact: true }).selectOption('choice');
  await type('What is asked', 'How good will it be?');
  await type('Answer 1', 'good');
  await type('Answer 2', 'poor');
  await workshop.getByLabel('Another condition').selectOption('run');
  await workshop.getByLabel(/^Put in a figure/).selectOption('first.auc');
  expect(await faults(page, { within: 'aside[aria-label="Workshop"]' })).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await faults(page, { within: 'aside[aria-label="Workshop"]' })).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Steps are copied and deleted, with a way back; what is not whole is said, and a reload loses nothing.
  await press(page, workshop.getByRole('button', { name: 'Duplicate this step' }));
  await expect(workshop.getByLabel('Title of the step')).toHaveValue('Before you train (2)');
  await press(page, workshop.getByRole('button', { name: 'Delete this step' }));
  await press(page, workshop.getByRole('button', { name: 'Undo', exact: true }));
  await press(page, workshop.getByRole('button', { name: 'Undo', exact: true }));
  await press(page, workshop.getByRole('button', { name: 'Add a step' }));
  await workshop.getByLabel('Title of the step').fill('');
  await expect(workshop.getByText('One thing is missing')).toBeVisible();
  await expect(workshop.getByRole('button', { name: 'Copy the link' })).toBeDisabled();
  await page.reload();
  await ready(page);
  await workshop.getByText('One thing is missing').click();
  await expect(workshop.getByText('Something has to stand here.', { exact: true })).toBeVisible();
  await type('Title of the step', 'What you can now say');

  // As a student has it, and back to where one was.
  await press(page, workshop.getByRole('button', { name: 'Preview' }));
  const column = lessonColumn(page);
  await press(page, column.getByRole('button', { name: 'Begin' }));
  await expect(column.getByRole('radio', { name: 'poor' })).toBeVisible();
  await expect(column.getByText('Read (example.org)')).toBeVisible();
  await expect(input).toBeHidden();
  await press(page, page.getByRole('button', { name: 'Back to writing' }));
  await expect(workshop.getByLabel('Title of the step')).toHaveValue('What you can now say');
  await expect(workshop.getByRole('button', { name: 'Preview' })).toBeFocused();
  await expect(input).toBeVisible();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(page, workshop.getByRole('button', { name: 'Copy the link' }));
  await expect(page.getByText('The link to this lesson is in the clipboard.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const lesson = lessonFromWord(link.split('shared=')[1]!);

  const fresh = await browser.newContext({ reducedMotion: 'reduce' });
  const student = await fresh.newPage();
  await openLab(student, link);
  const offered = student.getByRole('region', { name: 'Small films' });
  await expect(offered).toContainText('2 steps, about 3 minutes on Pneumonia phantom');
  expect(await faults(student, { within: 'main' })).toEqual([]);
  await press(student, offered.getByRole('button', { name: 'Take this lesson' }));
  await walkLesson(student, lesson);

  // A class is given the same lesson whole; who does it again keeps the number.
  await student.goto('about:blank');
  await openLab(student, `/${lessonClassHash({ lesson }, 'phantom', 7)}`);
  const part = student.getByRole('region', { name: 'Take part' });
  await expect(part.getByRole('heading', { name: 'Small films' })).toBeVisible();
  await press(student, part.getByRole('button', { name: 'Begin as number 7' }));
  const own = lessonColumn(student);
  for (const { title } of lesson.steps) {
    await expect(own.getByRole('heading', { name: title, exact: true })).toBeFocused();
    await press(student, own.getByRole('button', { name: /^(Skip this step|Finish)$/ }));
  }
  await expect(own.getByText(/^You are number 7 of a class/)).toBeVisible();
  await press(student, own.getByRole('button', { name: 'Do it again' }));
  await expect(student.getByText(/begins anew, as number 7/)).toBeVisible();
  await expect(own.getByRole('heading', { name: lesson.steps[0]!.title, exact: true })).toBeFocused();
  expect(await student.evaluate(() => localStorage.getItem('lab-lessons'))).toContain('"number":7');
  await fresh.close();
});

test('a lesson too long for a link goes out as a file, which is done or written on; a damaged link is said', async ({
  page,
}) => {
  await openLab(page, '/#/learn?shared=broken');
  await expect(page.getByRole('alert')).toContainText('its link is damaged, or was cut off');
  await press(page, page.getByRole('button', { name: 'Make one of these yours' }));
  await page.getByRole('menuitem', { name: 'The leak' }).press('Enter');
  const workshop = page.getByRole('complementary', { name: 'Workshop' });
  await press(page, workshop.getByRole('button', { name: /^1/ }));
  // Nothing that deflates.
  const noise = Array.from({ length: 9000 }, (_, index) =>
    String.fromCodePoint(0x4e00 + ((index * 7919) % 9973)),
  );
  await workshop.getByLabel('Text', { exact: true }).fill(noise.join(''));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    press(page, workshop.getByRole('button', { name: 'Copy the link' })),
  ]);
  expect(file.suggestedFilename()).toBe('the-leak.md');
  await expect(page.getByText(/^The link would be \d+\.\d kB long/)).toBeVisible();

  // What another tab writes on it is shown, said, and a step back.
  const other = await page.context().newPage();
  await openLab(other, page.url());
  const there = other.getByRole('complementary', { name: 'Workshop' });
  const title = (column: typeof workshop) => column.getByLabel('Title', { exact: true });
  await press(other, there.getByRole('button', { name: /^The lesson/ }));
  await press(page, workshop.getByRole('button', { name: /^The lesson/ }));
  await title(there).fill('The leak, told anew');
  await expect(title(workshop)).toHaveValue('The leak, told anew');
  const said = page.getByRole('alert').filter({ hasText: 'Another tab writes on this lesson' });
  await press(page, said.getByRole('button', { name: 'Undo' }));
  await expect(title(workshop)).toHaveValue('The leak');
  await expect(title(there)).toHaveValue('The leak');
  await other.close();

  // No class is given a link that would be cut off.
  await page.goto('/#/classroom');
  const choice = page.getByLabel('Study or lesson');
  const own = await choice.locator('optgroup[label="Your lessons"] option').getAttribute('value');
  await choice.selectOption(own);
  await expect(page.getByText(/would be \d+\.\d kB long.* give a class a shorter lesson/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy one link for all' })).toBeDisabled();
  await press(page, page.getByRole('button', { name: 'Learn', exact: true }));
  await page.getByLabel('A lesson as a file').setInputFiles((await file.path())!);
  const offered = page.getByRole('region', { name: 'The leak' });
  await expect(offered).toContainText('A lesson from a file');
  await press(page, offered.getByRole('button', { name: 'Write on it' }));
  await expect(workshop.getByLabel('Title', { exact: true })).toHaveValue('The leak');
  await press(page, page.getByRole('button', { name: 'Learn', exact: true }));
  await expect(page.getByRole('list', { name: 'Your lessons' }).getByRole('listitem')).toHaveCount(2);
});
