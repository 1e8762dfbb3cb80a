/**
 * Unpacks raw DEFLATE (RFC 1951) piece by piece with the engine's own decoder.
 *
 * @throws whatever the source throws; a TypeError of the decoder if the data are damaged, incomplete or followed by more
 */
export async function* inflate(
  source: AsyncGenerator<Uint8Array<ArrayBuffer>, void>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  // The decoder may wrap or replace what the source threw, so that is kept aside.
  let sourceError: { readonly reason: unknown } | null = null;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (reason) {
        sourceError = { reason };
        controller.error(reason);
      }
    },
    async cancel() {
      await source.return();
    },
  });
  const unpacked = compressed.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await unpacked.read();
      finished = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    finished = true;
    throw sourceError === null ? error : (sourceError as { reason: unknown }).reason;
  } finally {
    if (!finished) await unpacked.cancel();
  }
}
