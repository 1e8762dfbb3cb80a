import type { RunRecord } from '../../src/lab/run-record.ts';

/**
 * Trains a recipe to its end, and answers with the record. To be evaluated in the page by a driver, which hands it over as
 * it stands here: it may use nothing from around it.
 *
 * @throws Error where the run cannot begin
 */
export async function trainInPage(recipe: object): Promise<RunRecord> {
  const lab = window.lab!;
  await lab.keepTestsOpen();
  const started = await lab.train(recipe);
  if (!started.ok) throw new Error(started.error.message);
  const { id } = started.value;
  while (/running|paused/.test(lab.progress(id)?.status ?? '')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const record = await lab.record(id);
  if (!record.ok) throw new Error(record.error.message);
  return record.value;
}
