import type { AbsolutePath, AsyncReadable } from 'zarrita';
import { LabError } from '../../lab/lab-error.ts';
import { orCancelled } from '../cancellation.ts';
import { brokeOff, request, retrying } from '../download/retry.ts';

/**
 * A Zarr store over HTTP. Unlike zarrita's own, it never says that a key is absent, which Zarr reads as a chunk of
 * fill values, but throws: our stores are always complete. Passing failures are tried again.
 *
 * @param url of the store, ending in a slash
 */
export function createHttpStore(url: URL, signal: AbortSignal): AsyncReadable {
  return {
    get(key: AbsolutePath) {
      const address = new URL(key.slice(1), url);
      return retrying(() => readBytes(address, signal), signal);
    },
  };
}

async function readBytes(url: URL, signal: AbortSignal): Promise<Uint8Array> {
  const missing = () =>
    new LabError(
      'missing-shard',
      `The server has no ${url.pathname.replace(/^.*\/data\//, '')}.`,
      'Make the store anew with npm run shards, or load the .npz file itself.',
    );
  const response = await request(url, signal, missing);
  // A server of a single-page app answers unknown addresses with its page instead of 404.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    await response.body?.cancel();
    throw missing();
  }
  const bytes = await response.arrayBuffer().catch((cause: unknown) => {
    throw orCancelled(brokeOff(url, 0, cause), signal);
  });
  return new Uint8Array(bytes);
}
