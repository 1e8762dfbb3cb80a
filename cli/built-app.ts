import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { serveFolders } from '../scripts/static-server.mjs';

export interface ServedApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built app on a free local port; builds it first where the build is missing or older than its sources. */
export async function serveBuiltApp(onBuild: () => void): Promise<ServedApp> {
  await buildAppIfStale(onBuild);
  const { port, close } = await serveFolders(APP_FOLDERS);
  return { url: `http://127.0.0.1:${port}/`, close };
}
