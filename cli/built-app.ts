import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the built app is made of. */
const SOURCES = ['src', 'public', 'scripts', 'index.html', 'vite.config.ts', 'package-lock.json'];

export interface ServedApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built app on a free local port; builds it first where the build is missing or older than its sources. */
export async function serveBuiltApp(onBuild: () => void): Promise<ServedApp> {
  if (newestChange(SOURCES) > changedAt(join(ROOT, 'dist/index.html'))) {
    onBuild();
    await build({ root: ROOT, logLevel: 'error' });
  }
  const server = await preview({
    root: ROOT,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, open: false },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The local server has no port.');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

function newestChange(paths: readonly string[]): number {
  return Math.max(...paths.map((path) => newestIn(join(ROOT, path))));
}

function newestIn(path: string): number {
  const own = changedAt(path);
  if (own === 0 || !statSync(path).isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((entry) => newestIn(join(path, entry))));
}

/** Time of the last change in milliseconds; 0 where there is nothing. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
