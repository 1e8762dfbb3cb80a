/** In which the page draws a run that has failed, before a notice tells it. */
const PATIENCE_MS = 400;

/** The run that has just failed, until it is told why. */
let untold: string | null = null;

/**
 * Tells once why a run failed: where the page shows it, else by a notice.
 *
 * @param closed when the run stands in the list as failed: the page may show it sooner, as it draws what is new at once
 * @param byNotice called where no part of the page has taken it over
 */
export async function tellFailure(run: string, closed: Promise<void>, byNotice: () => void): Promise<void> {
  untold = run;
  await closed;
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  if (untold !== run) return;
  untold = null;
  byNotice();
}

/** Whether the page is the first to tell of this failure; a notice will not. */
export function takeOverFailure(run: string): boolean {
  const isNews = untold === run;
  if (isNews) untold = null;
  return isNews;
}
