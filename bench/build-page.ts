import { resolve } from 'node:path';
import { build } from 'vite';
import { virtualModules } from '../scripts/virtual-modules.ts';

/** Builds the benchmark's page as the lab is built, into that folder. */
export async function buildBenchPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: resolve(import.meta.dirname, 'page'),
    base: './',
    logLevel: 'warn',
    plugins: virtualModules(),
    worker: { format: 'es', plugins: virtualModules },
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 5000 },
  });
}
