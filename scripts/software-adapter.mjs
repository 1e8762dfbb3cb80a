import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from './browser.mjs';

/** Where Debian keeps what its /usr/bin/chromium, a script, starts. */
const SYSTEM_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser'];
const DRIVER = 'vk_swiftshader_icd.json';

/**
 * What the environment of a Node process needs so that Dawn finds the Vulkan driver which Chromium brings along, and
 * which computes on the processor. The loader reads it when the process starts, so it is for a child process.
 *
 * @returns {Record<string, string> | null} null where there is no such driver
 */
export function softwareAdapterEnvironment() {
  const browser = findBrowser();
  const folders = [...(browser ? [dirname(realpathSync(browser))] : []), ...SYSTEM_FOLDERS];
  const folder = folders.find((candidate) => existsSync(join(candidate, DRIVER)));
  if (!folder) return null;
  const libraries = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(delimiter);
  return { LD_LIBRARY_PATH: libraries, VK_DRIVER_FILES: join(folder, DRIVER) };
}
