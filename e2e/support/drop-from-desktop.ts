import { expect, type Page } from '@playwright/test';

/**
 * As another program of the desktop hands over a file or a folder that is dragged. What it waits for is found by plain
 * selectors: to look for a role or a text is a task of the page itself, of 100 ms.
 */
export async function dropFromDesktop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  // Nobody drops within a frame: again where what takes it was not yet there.
  await expect(async () => {
    await send('dragEnter');
    await expect(page.locator('.mantine-DropzoneFullScreen-fullScreen')).toBeVisible({ timeout: 1000 });
    await send('dragOver');
    await send('drop');
    await expect(page.locator('[role=dialog], [aria-label=Loading]')).toBeVisible({ timeout: 10_000 });
  }).toPass();
}
