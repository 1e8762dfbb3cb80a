import type { Page } from '@playwright/test';

/** Runs code in the lab's worker before anything of the lab does. */
export async function prependToWorker(page: Page, code: string): Promise<void> {
  await page.route(/\/assets\/host-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}
