import type { Page } from '@playwright/test';

/** From the next page on, writes to these stores fail while the storage is full, as they do when a disk is. */
export async function makeFillable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args: Parameters<typeof put>) {
      const full = (window as unknown as { fullStores?: readonly string[] }).fullStores ?? [];
      if (full.includes(this.name)) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
}

export async function setFull(
  page: Page,
  stores: readonly ('rows' | 'predictions' | 'states')[],
): Promise<void> {
  await page.evaluate((names) => {
    Object.assign(window, { fullStores: names });
  }, stores);
}
