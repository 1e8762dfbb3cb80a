import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { lessonStudy, lessonTexts } from '../src/lab/classroom/lesson-hand-in.ts';
import { readLesson } from '../src/lab/lesson/read-lesson.ts';
import { createRandom } from '../src/lab/random.ts';
import { writeBundle } from '../src/lab/study/bundle.ts';
import { exampleRunFiles } from '../src/lab/study/testing/example-run-files.ts';
import { open } from './lab-page.ts';
import type { Walk } from './walk.ts';

/** What a teacher sees in ten minutes: a lesson, a lab before it begins, what a class handed in, and a report. */
export const teaching: Walk = {
  name: 'teaching',
  inDocuments: true,
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train?lesson=accuracy`);
    await doLesson(page);
    await shoot('Lesson, revealed');
    await page.goto(`${origin}/#/results?lesson=accuracy`);
    const report = await savedReport(page);
    await page.goto(`${origin}/#/train?lesson=lab-skin-baseline`);
    // Carried over from the lesson's run.
    await page.getByText(/^about .* on this device/).waitFor();
    await shoot('Lab, before it begins');
    await page.goto(`${origin}/#/classroom`);
    await page.getByLabel('Choose bundles').setInputFiles(await classFiles());
    await page.getByRole('table', { name: 'Guesses beside what came out' }).waitFor({ timeout: 60_000 });
    await shoot('Class, a lesson handed in');
    await page.setContent(report);
    await shoot('Lab report');
  },
};

async function doLesson(page: Page): Promise<void> {
  const column = page.getByRole('complementary', { name: 'Lesson' });
  const press = (name: string) => column.getByRole('button', { name }).click();
  await press('Begin');
  await column.getByRole('spinbutton').fill('0.9');
  await press('Keep my guess');
  await press('Next');
  await column.getByRole('radio', { name: 'about half' }).check();
  await press('Keep my guess');
  await page.keyboard.press('Control+Enter');
  await column.getByRole('list', { name: 'Your figures' }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(2000);
}

/** The report of the run that is looked at, as one page. */
async function savedReport(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Lab report' }).click();
  await page.getByRole('button', { name: /^Take in the answers/ }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as one page' }).click();
  return readFileSync(await (await saved).path(), 'utf8');
}

/** Twelve students, made without training. */
async function classFiles() {
  const lesson = readLesson(readFileSync('src/lessons/accuracy.md', 'utf8'));
  const options = ['nearly all', 'about half', 'hardly any'];
  return await Promise.all(
    Array.from({ length: 12 }, async (_, place) => {
      const number = place + 1;
      const random = createRandom(number);
      const study = lessonStudy(lesson, 'phantom', number);
      const bytes = await writeBundle(
        {
          ...{ study, createdAt: 5000, openings: [], bets: [] },
          runs: exampleRunFiles(study, () => 1 + random.uniform()),
        },
        lessonTexts({
          ...{ lesson: 'accuracy', title: lesson.title },
          answers: {
            'Look at the classes': 0.5 + 0.5 * random.uniform(),
            'Train a model': options[random.integer(3)]!,
          },
          figures: {
            'data.majority': 0.94,
            'plain.majority': 0.94,
            'plain.accuracy': 0.93 + 0.03 * random.uniform(),
            'plain.recall': 0.5 * random.uniform(),
          },
        }),
      );
      return {
        ...{ name: `student-${number}.zip`, mimeType: 'application/zip' },
        buffer: Buffer.from(bytes),
      };
    }),
  );
}
