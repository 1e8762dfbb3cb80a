import { ISOLATION_HEADERS } from '../scripts/page-headers.mjs';
import { type StaticServer, serveFolders } from '../scripts/static-server.mjs';

/**
 * Serves the built page of the benchmark: with threads, and without the policy of the lab's page. jax-js starts its threads
 * from a text, which that one refuses, and waits for them for ever.
 */
export const serveBenchPage = (folder: string): Promise<StaticServer> =>
  serveFolders([folder], { headers: ISOLATION_HEADERS });
