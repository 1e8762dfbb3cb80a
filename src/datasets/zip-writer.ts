import { Zip, ZipPassThrough } from 'fflate';
import { LabError } from '../lab/lab-error.ts';
import { breathe } from './cancellation.ts';

/** So much is summed (CRC-32) at once: some ten milliseconds. */
const SLICE = 2 ** 22;
/** Zips without the 64-bit extension end here (PKWARE's APPNOTE.TXT, 4.4.1.4); their table of contents needs some room. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;
/** The date of every entry, the first that a zip can say, so that the same entries are the same file. */
const DATE = new Date(1980, 0, 1);

/** Writes a zip of entries as they are, piece by piece, while other work of the thread goes on. */
export class ZipWriter {
  private readonly pieces: BlobPart[] = [];
  private readonly zip: Zip;
  private readonly signal: AbortSignal;
  private readonly onBytes: (done: number) => void;
  private written = 0;

  /** @param onBytes told the bytes that were written so far */
  constructor(signal: AbortSignal, onBytes: (done: number) => void) {
    this.signal = signal;
    this.onBytes = onBytes;
    this.zip = new Zip((error, piece) => {
      if (error) throw error;
      this.pieces.push(piece as Uint8Array<ArrayBuffer>);
    });
  }

  /**
   * @param contents of the entry, one after the other; not to be changed before the end
   * @throws LabError `cancelled`, or `too-large` where the zip would be beyond 4 GiB
   */
  async add(path: string, ...contents: readonly Uint8Array[]): Promise<void> {
    const entry = new ZipPassThrough(path);
    entry.mtime = DATE;
    this.zip.add(entry);
    for (const bytes of contents) {
      for (let at = 0; at < bytes.length; at += SLICE) {
        const slice = bytes.subarray(at, at + SLICE);
        this.written += slice.length;
        if (this.written > MOST_BYTES) {
          throw new LabError(
            'too-large',
            'The file would be larger than 4 GiB, which a zip cannot hold.',
            'Nothing was saved. Save the set as Zarr shards with npm run shards, or fewer images of it.',
          );
        }
        entry.push(slice);
        this.onBytes(this.written);
        if (slice.length === SLICE) await breathe(this.signal);
      }
    }
    entry.push(new Uint8Array(0), true);
  }

  end(name: string): File {
    this.zip.end();
    return new File(this.pieces, name, { type: 'application/zip' });
  }
}
