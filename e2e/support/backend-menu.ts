import type { Locator, Page } from '@playwright/test';

/** The button of the header that says what computes. */
export function backendChip(page: Page): Locator {
  return page.getByRole('button', { name: /^Backend/ });
}

/** Opens what the chip explains: why this backend, and the choice of another. */
export async function openBackendMenu(page: Page): Promise<Locator> {
  await backendChip(page).click();
  return page.getByRole('dialog').filter({ hasText: 'Compute with' });
}
