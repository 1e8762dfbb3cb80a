import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { OFF_ON_PROCESSOR } from './dawn-toggles.mjs';

/** Where systems put a Chrome or Chromium of their own. */
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
];

/**
 * Chromium without windows, as Debian packs it: it starts in a third of the time, and each page costs the processor a
 * tenth less. It draws on no graphics adapter of the machine.
 */
const WINDOWLESS_BROWSER = '/usr/bin/chromium-headless-shell';

/**
 * Off in every headless browser of this project. First what Playwright turns off: of several `--disable-features` Chromium
 * heeds the last, so its list is said again. Then the suggestions below the address bar, a page of their own that is loaded
 * beside each first page of a context and takes more than a quarter of the processor time in which the lab's own page opens.
 */
const FEATURES_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** WebGPU on the adapter that computes on the processor, whatever else there is. */
export const SOFTWARE_ADAPTER_FLAGS = [
  '--use-webgpu-adapter=swiftshader',
  `--disable-dawn-features=${OFF_ON_PROCESSOR}`,
];

/** Launch flags of every headless browser in this project: no calls home, WebGPU on the software adapter. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  ...SOFTWARE_ADAPTER_FLAGS,
  `--disable-features=${FEATURES_OFF.join()}`,
];

/**
 * Path of the browser to drive: CHROMIUM_PATH, else one of the system, else Playwright's own; undefined if none is
 * installed (then install-browser.mjs installs one).
 *
 * @returns {string | undefined}
 */
export function findBrowser() {
  return (
    [process.env.CHROMIUM_PATH, ...SYSTEM_BROWSERS].find((path) => path && existsSync(path)) ??
    playwrightBrowser()
  );
}

/**
 * The browser to drive where no graphics adapter of the machine is wanted: one without windows if there is one, unless
 * CHROMIUM_PATH names another.
 *
 * @returns {string | undefined}
 */
export function findLightBrowser() {
  const isWanted = !process.env.CHROMIUM_PATH && existsSync(WINDOWLESS_BROWSER);
  return isWanted ? WINDOWLESS_BROWSER : findBrowser();
}

/**
 * Playwright, loaded where it is needed first. Not by import: its seven megabytes of CommonJS would be searched for the
 * names of their exports, which takes longer than to load them.
 *
 * @returns {typeof import('playwright')}
 */
export function loadPlaywright() {
  return createRequire(import.meta.url)('playwright');
}

/** Asked last, for it takes a while to load. */
function playwrightBrowser() {
  const path = loadPlaywright().chromium.executablePath();
  return existsSync(path) ? path : undefined;
}
