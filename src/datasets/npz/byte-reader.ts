import { LabError } from '../../lab/lab-error.ts';
import { orCancelled, throwIfCancelled } from '../cancellation.ts';

/** Reads a file once from front to end, in pieces as they come, and shows every byte to `onBytes` on the way. */
export interface ByteReader {
  /** Bytes handed out so far. */
  readonly position: number;
  /** Exactly `length` bytes in one array. @throws LabError `truncated` */
  take(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The next `length` bytes, piece by piece. @throws LabError `truncated` */
  pieces(length: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
  /** Passes over bytes up to an absolute position not before the present one. */
  skipTo(position: number): Promise<void>;
  /** Passes over the rest of the file. */
  skipRest(): Promise<void>;
  /** Stops reading and lets go of the file. */
  close(): Promise<void>;
}

export function createByteReader(
  file: Blob,
  name: string,
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array, position: number) => void,
): ByteReader {
  const stream = (file.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let position = 0;

  /** The next piece of at most `limit` bytes, or null at the end. */
  async function next(limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    if (rest.length === 0) {
      throwIfCancelled(signal);
      const read = await stream.read().catch((cause: unknown) => {
        throw new LabError(
          'truncated',
          `${name} could not be read past byte ${position}: ${cause instanceof Error ? cause.message : cause}.`,
          'The file may have been moved or changed while it was open; choose it again.',
          { cause },
        );
      });
      throwIfCancelled(signal);
      if (read.done) return null;
      rest = read.value;
    }
    const piece = rest.subarray(0, limit);
    rest = rest.subarray(piece.length);
    position += piece.length;
    onBytes(piece, position);
    return piece;
  }

  async function* pieces(length: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    let left = length;
    while (left > 0) {
      const piece = await next(left);
      if (piece === null) throw truncated(name, position, position + left);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  async function skip(length: number) {
    for await (const _ of pieces(length));
  }

  return {
    get position() {
      return position;
    },
    pieces,
    async take(length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      for await (const piece of pieces(length)) {
        bytes.set(piece, filled);
        filled += piece.length;
      }
      return bytes;
    },
    skipTo: (target) => skip(target - position),
    async skipRest() {
      while ((await next(Number.POSITIVE_INFINITY)) !== null);
    },
    close: () => stream.cancel().catch((error) => void orCancelled(error, signal)),
  };
}

export function truncated(name: string, found: number, expected: number): LabError {
  return new LabError(
    'truncated',
    `${name} ends at byte ${found}, but its contents reach to byte ${expected}.`,
    'The download or copy broke off; get the file again.',
  );
}
