import { curves, linkTo, openLab, ready, runRows, TINY, trainButton } from './support/lab-page.ts';
import { readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

/** Long enough to be paused by hand. */
const LONG = { ...TINY, epochs: 400 };

test('a run is paused, stepped by one batch, resumed, stopped, and keeps what it had', async ({ page }) => {
  await openLab(page, linkTo(LONG));
  const transport = page.getByRole('region', { name: 'Transport' });
  const button = (name: string) => transport.getByRole('button', { name });
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('running');
  await expect(runRows(page).first()).toContainText(/[1-9]\d*\/400/);

  await button('Pause').click();
  await expect(runRows(page).first()).toContainText('paused');
  await expect(transport.getByTestId('eta')).toHaveText('paused');
  const step = async () => Number(/step (\d+)\//.exec((await transport.textContent()) ?? '')?.[1]);
  const before = await step();
  await page.waitForTimeout(500);
  expect(await step()).toBe(before);

  await button('Step one batch').click();
  await expect.poll(step).toBe(before + 1);
  await expect(runRows(page).first()).toContainText('paused');

  await button('Resume').click();
  await expect.poll(step).toBeGreaterThan(before + 3);

  await button('Stop').click();
  await expect(runRows(page).first()).toContainText('stopped');
  await expect(trainButton(page)).toBeEnabled();
  await expect(transport).toContainText('The last run was');
  await expect(curves(page, /Training loss/)).not.toHaveCount(0);

  await page.reload();
  await ready(page);
  await expect(runRows(page).first()).toContainText('stopped');
});

test('a run can begin the moment that the one before is told as ended', async ({ page }) => {
  await openLab(page);
  const ends = await page.evaluate(async (recipe) => {
    const lab = window.lab!;
    const ended: string[] = [];
    for (let run = 0; run < 3; run++) {
      const started = await lab.train(recipe);
      if (!started.ok) return [started.error.message];
      // Asked without a pause.
      while (/running|paused/.test(lab.progress(started.value.id)!.status))
        await new Promise((r) => setTimeout(r));
      ended.push(lab.progress(started.value.id)!.status);
    }
    return ended;
  }, TINY);
  expect(ends).toEqual(['finished', 'finished', 'finished']);
});

test('a run that a reload cut off is listed as interrupted, with its curve', async ({ page }) => {
  await openLab(page, linkTo(LONG));
  await trainButton(page).click();
  // What is shown is stored a moment later, on a busy machine a second.
  const stored = () => readStored<{ epochsDone: number }>(page, 'medmnist-lab-runs', 'rows');
  await expect.poll(async () => (await stored())[0]?.epochsDone ?? 0).toBeGreaterThan(0);
  await page.reload();
  await ready(page);
  await expect(runRows(page).first()).toContainText('interrupted');
  // The table counts the epochs as the list does.
  const table = page.getByRole('region', { name: 'Light table' });
  const count = runRows(page)
    .first()
    .locator('span')
    .filter({ hasText: /^\d+\/\d+$/ });
  const [done, all] = (await count.textContent())!.split('/');
  await expect(table).toContainText(`Interrupted after epoch ${done} of ${all}.`);
  await expect(table).toContainText(new RegExp(`epoch \\d+ of ${all}`));
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  await expect(trainButton(page)).toBeEnabled();
});

test('a worker that does not answer is ended and rebuilt, and the next run trains', async ({ page }) => {
  // Full width on the slow stock backend: one batch takes far longer than the patience of a stop.
  await openLab(page, linkTo({ ...TINY, width: 64, batch: 84, epochs: 2 }));
  await page.evaluate(() => window.lab?.useBackend('cpu'));
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('running');
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(runRows(page).first()).toContainText('stopped', { timeout: 5000 });

  await page.getByLabel('Width').fill('2');
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('2/2', { timeout: 45_000 });
});
