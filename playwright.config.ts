import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findLightBrowser } from './scripts/browser.mjs';

const executablePath = findLightBrowser();
/** LAB_E2E_PORT lets two checkouts be tested beside each other. */
const PORT = Number(process.env.LAB_E2E_PORT ?? 4175);

/** These measure what the page's thread does: what runs beside them would be measured, too. Run after the others. */
const ALONE = /(long-tasks|light-table|many-runs)\.spec\.ts$/;

/** Long walks that wait for what they see, at any speed: one after the other beside other suites. */
const LESSONS = /lessons\.spec\.ts$/;

/** End to end: the built app, as a static host would serve it, in Chromium. */
export default defineConfig({
  testDir: 'e2e',
  // A test waits more than it computes, for pages and for what must not happen: two share the processor well.
  workers: 2,
  projects: [
    { name: 'lessons', testMatch: LESSONS, workers: 1 },
    { name: 'beside', testIgnore: [ALONE, LESSONS] },
    { name: 'alone', testMatch: ALONE, workers: 1 },
  ],
  // Once: two hundred walks through whole browsers on a machine of any speed. scripts/test.mjs names what needed it.
  retries: 1,
  // No bar, only the end of what hangs: axe on every tab takes a minute on a busy machine.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1440, height: 900 },
    // Only the offline test wants it: elsewhere the tests answer requests themselves.
    serviceWorkers: 'block',
    // Nothing trains by itself for who asks for less motion: a run that no test asked for would be in its way.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS },
  },
  webServer: {
    command: `node e2e/support/serve-app.mjs ${PORT}`,
    url: `http://localhost:${PORT}`,
    timeout: 120_000,
  },
});
