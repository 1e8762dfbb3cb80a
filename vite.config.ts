import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contentSecurityPolicy } from './scripts/content-security-policy.ts';
import { firstScript } from './scripts/first-script-plugin.ts';
import { firstSight } from './scripts/first-sight-plugin.ts';
import { ownPage } from './scripts/own-page-plugin.ts';
import { ISOLATION_HEADERS } from './scripts/page-headers.mjs';
import { partsInTurn } from './scripts/parts-in-turn-plugin.ts';
import { publicFiles } from './scripts/public-files-plugin.ts';
import { virtualModules } from './scripts/virtual-modules.ts';

/** The service worker; src/app/offline.ts registers it. Data are kept by the lab itself. */
const serviceWorker = VitePWA({
  injectRegister: false,
  registerType: 'prompt',
  strategies: 'injectManifest',
  srcDir: 'src/service-worker',
  // The name that earlier versions registered: they find this one by it.
  filename: 'sw.ts',
  injectManifest: {
    globPatterns: ['**/*.{html,js,css,svg,wasm,webmanifest}'],
    // Codecs that only foreign Zarr stores need, the data folder, which may be of any size, and the page that models are
    // saved with, which is a second copy of much.
    globIgnores: ['**/data/**', '**/own-page/**', '**/{blosc,zstd,lz4}-*.js'],
    maximumFileSizeToCacheInBytes: 8_000_000,
  },
  manifest: {
    name: 'MedMNIST training lab',
    short_name: 'MedMNIST lab',
    description: 'Train ResNet-18 on MedMNIST in the browser and see what data choices really do.',
    display: 'standalone',
    start_url: './',
    theme_color: '#4263eb',
    background_color: '#ffffff',
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  },
});

/**
 * What each visit asks for beside the first sight, in a few files: what reads, keeps and trains, what stands below or comes up,
 * and the charts. They were eighty, and each is asked for, answered and looked up by itself: a sixth of the processor time in
 * which the page opens.
 */
const OPENING =
  /\/src\/(app\/automation|state\/(first-minute\/first-run|studies\/(own-studies|begin-seals)|runs\/(scores|kept-weights))|storage\/(runs|bench-reports))\.ts$/;
const SIGHT =
  /\/src\/(parts\/(recipe-panel\/recipe-fields|run-rail\/run-rail|light-table\/table-panel|starts\/start-section|insides\/insides)|pages\/data\/drop-zone|ui\/notices|lab\/catalogue\/class-meanings)\.tsx?$/;

/** What draws: the largest of the first scripts that asks for nothing else. */
const REACT =
  /\/node_modules\/(react|react-dom|scheduler|use-sync-external-store)\/|\/src\/app\/page-root\.ts$/;

export default defineConfig({
  // Relative addresses, so that the built folder works under any path of a static host.
  base: './',
  plugins: [
    react(),
    ...virtualModules(),
    contentSecurityPolicy(),
    firstScript('wake'),
    partsInTurn(),
    firstSight(),
    publicFiles(),
    ownPage(),
    serviceWorker,
  ],
  server: { headers: ISOLATION_HEADERS },
  worker: {
    format: 'es',
    plugins: virtualModules,
    // In one file each: what a worker's script imports would be asked for only once that script is there.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'worker', tags: ['$initial'] }] } } },
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
    // The page's first scripts in four files, read one after the other (scripts/parts-in-turn-plugin.ts): forty small ones,
    // cut where later parts share a module, take a tenth more. Before them a small one, which wakes the worker.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'wake', test: /\/src\/app\/wake\.ts$/, priority: 6 },
            { name: 'react', tags: ['$initial'], test: REACT, priority: 5 },
            { name: 'libraries', tags: ['$initial'], test: /\/node_modules\//, priority: 4 },
            { name: 'lab', tags: ['$initial'], test: /\/src\/lab\//, priority: 3 },
            { name: 'page', tags: ['$initial'], priority: 2 },
            { name: 'opening', test: OPENING, priority: 1 },
            { name: 'sight', test: SIGHT, priority: 1 },
            { name: 'curve-chart', test: /\/src\/ui\/chart\/curve-chart\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
