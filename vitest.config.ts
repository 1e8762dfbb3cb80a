import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { CHROMIUM_FLAGS, findLightBrowser } from './scripts/browser.mjs';
import viteConfig from './vite.config.ts';

const executablePath = findLightBrowser();

const NOT_IN_NODE = ['**/*.browser.test.{ts,tsx}', '**/*.webgpu.test.ts', '**/node_modules/**'];
/** Two of them put something in the place of a module or of a global. */
const PURE = [
  'src/{datasets,kernels,lab,lessons,pages,parts,training,ui}/**/!(no-effect|lesson-words).test.{ts,tsx}',
];

/** What takes longest, the longest first. */
const LONGEST = [
  'golden.browser.test.ts',
  'tiles.browser.test.ts',
  'backends-agree.browser.test.ts',
  'training/no-effect.test.ts',
];

/** Begun last, as a fresh clone does that knows the size of a file alone, they would hold one core while the other is idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** The reference vectors to test against: the project's own copy, or another folder made by its make.py. */
const goldenDirectory = process.env.GOLDEN_DIR
  ? resolve(process.env.GOLDEN_DIR)
  : fileURLToPath(new URL('src/training/fixtures/golden', import.meta.url));
const golden = {
  directory: goldenDirectory,
  files: existsSync(goldenDirectory)
    ? readdirSync(goldenDirectory).filter((file) => file.endsWith('.json'))
    : [],
  backends: (process.env.GOLDEN_BACKENDS ?? 'cpu,simd,webgpu').split(','),
};

declare module 'vitest' {
  export interface ProvidedContext {
    golden: typeof golden;
  }
}

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      // One file for each core: left to itself Vitest keeps a core free, on which little is done while tests run.
      maxWorkers: '100%',
      sequence: { sequencer: LongestFirst },
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            environment: 'node',
            // Each file has its own, and a thread starts with less than a process does.
            pool: 'threads',
            // A hang is a failure, a slow machine is not: timings belong to the bench.
            testTimeout: 60_000,
            hookTimeout: 60_000,
            include: ['{src,cli,scripts,bench,fuzz,pictures}/**/*.test.{ts,tsx}'],
            exclude: [...NOT_IN_NODE, ...PURE],
          },
        },
        {
          extends: true,
          // Functions of their arguments leave nothing behind: files that share a process load what they import once.
          test: {
            name: 'unit, pure',
            environment: 'node',
            testTimeout: 60_000,
            include: PURE,
            exclude: NOT_IN_NODE,
            isolate: false,
          },
        },
        {
          extends: true,
          // WebGPU without a browser; scripts/test.mjs gives it the driver that computes on the processor.
          test: {
            name: 'webgpu',
            environment: 'node',
            testTimeout: 240_000,
            include: ['cli/**/*.webgpu.test.ts'],
          },
        },
        {
          extends: true,
          test: {
            name: 'firefox',
            environment: 'node',
            testTimeout: 240_000,
            // A whole browser, as in Playwright's suites.
            retry: 1,
            include: ['firefox/**/*.test.ts'],
          },
        },
        {
          extends: true,
          test: {
            name: 'grid',
            environment: 'node',
            testTimeout: 240_000,
            retry: 1,
            include: ['grid/*.test.ts'],
          },
        },
        {
          extends: true,
          server: { fs: { allow: ['.', goldenDirectory] } },
          // Found late (behind dynamic imports), they would make Vite reload the page in the middle of a test.
          optimizeDeps: {
            include: [
              '@mantine/core',
              '@tensorflow/tfjs-backend-cpu',
              '@tensorflow/tfjs-backend-webgl',
              '@tensorflow/tfjs-backend-webgpu',
              '@tensorflow/tfjs-core',
              '@tensorflow/tfjs-core/dist/register_all_gradients',
              'fast-png',
              'fflate',
              'pure-rand/generator/xoroshiro128plus',
              'utif2',
            ],
          },
          test: {
            name: 'browser',
            provide: { golden },
            include: ['src/**/*.browser.test.{ts,tsx}'],
            testTimeout: 120_000,
            // Preparing may mean to train, as a test does.
            hookTimeout: 120_000,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({
                launchOptions: { ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS },
              }),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
      ],
    },
  }),
);
