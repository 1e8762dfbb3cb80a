import type { AbsolutePath, AsyncReadable } from 'zarrita';
import { LabError } from '../../lab/lab-error.ts';
import { orCancelled } from '../cancellation.ts';
import { type Attempt, brokeOff, request, retrying } from '../download/retry.ts';
import { Line } from '../download/silence.ts';
import type { LoadContext } from '../source.ts';

/**
 * A Zarr store over HTTP. Unlike zarrita's own, it never says that a key is absent, which Zarr reads as a chunk of
 * fill values, but throws: our stores are always complete. Passing failures are tried again.
 *
 * @param url of the store, ending in a slash
 */
export function createHttpStore(url: URL, context: LoadContext): AsyncReadable {
  const line = new Line();
  return {
    get(key: AbsolutePath) {
      const address = new URL(key.slice(1), url);
      return retrying(address, (once) => readBytes(address, once), context, line);
    },
  };
}

async function readBytes(url: URL, attempt: Attempt): Promise<Uint8Array> {
  const missing = () =>
    new LabError(
      'missing-shard',
      `The server has no ${url.pathname.replace(/^.*\/data\//, '')}.`,
      'Make the store anew with npm run shards, or load the .npz file itself.',
    );
  const { signal, line } = attempt;
  const response = await request(url, attempt, missing);
  // A server of a single-page app answers unknown addresses with its page instead of 404.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    await response.body?.cancel();
    throw missing();
  }
  const body = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (;;) {
    const { value } = await line.hear(body.read()).catch((cause: unknown) => {
      throw orCancelled(brokeOff(url, received, cause), signal);
    });
    if (value === undefined) return new Uint8Array(await new Blob(pieces).arrayBuffer());
    pieces.push(value);
    received += value.length;
  }
}
