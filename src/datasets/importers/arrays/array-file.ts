import type { ImportFile } from '../../../lab/import/import-file.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { requireMemory } from '../../memory-budget.ts';
import {
  NPY_PREAMBLE_LENGTH,
  type NpyHeader,
  npyHeaderLength,
  parseNpyHeader,
} from '../../npz/npy-header.ts';
import { itemSize } from '../../npz/texts.ts';
import { readZipDirectory } from '../../npz/zip-directory.ts';
import { blobPieces, entryPieces, gather } from '../zip-entries.ts';

/** An array in an .npz, or an .npy of its own; its elements come when they are asked for. */
export interface ArrayFile {
  readonly name: string;
  readonly header: NpyHeader;
  /** Bytes of the elements. */
  readonly bytes: number;
  /** The elements as the bytes of the file, piece by piece. */
  pieces(signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
}

type Open = (signal: AbortSignal) => AsyncGenerator<Uint8Array<ArrayBuffer>, void>;

/**
 * Opens all arrays of the files.
 *
 * @throws LabError `not-a-zip`, `truncated`, `wrong-dtype`, `too-large`
 */
export async function openArrays(files: readonly ImportFile[], signal: AbortSignal): Promise<ArrayFile[]> {
  const arrays: ArrayFile[] = [];
  for (const { path, file } of files) {
    if (/\.npy$/i.test(path)) {
      const name = path.replace(/^.*\//, '').replace(/\.npy$/i, '');
      arrays.push(await openArray(name, (stop) => blobPieces(file, stop), file.size, signal));
    } else if (/\.npz$/i.test(path)) {
      for (const entry of await readZipDirectory(file, path)) {
        if (!entry.name.endsWith('.npy')) continue;
        const open: Open = (stop) => entryPieces(file, entry, path, stop);
        arrays.push(await openArray(entry.name.slice(0, -4), open, entry.size, signal));
      }
    }
  }
  return arrays;
}

async function openArray(name: string, open: Open, size: number, signal: AbortSignal): Promise<ArrayFile> {
  const preamble = await gather(open(signal), Math.min(size, NPY_PREAMBLE_LENGTH));
  const length = npyHeaderLength(preamble, name);
  const head = await gather(open(signal), Math.min(size, length));
  if (head.length < length) throw endsEarly(name, size, length);
  const header = parseNpyHeader(head, name);
  const elements = header.shape.reduce((product, edge) => product * edge, 1);
  // At best one byte of each stays.
  requireMemory(name, elements);
  const bytes = elements * itemSize(header.dtype);
  // Pickled objects are as long as they are.
  if (itemSize(header.dtype) > 0 && length + bytes > size) throw endsEarly(name, size, length + bytes);
  return {
    name,
    header,
    bytes,
    async *pieces(stop) {
      let skip = length;
      for await (const piece of open(stop)) {
        const body = skip > 0 ? piece.subarray(skip) : piece;
        skip = Math.max(0, skip - piece.length);
        if (body.length > 0) yield body;
      }
    },
  };
}

function endsEarly(name: string, found: number, expected: number): LabError {
  return new LabError(
    'truncated',
    `${name} has ${found} bytes, but its header asks for ${expected}.`,
    'The download or copy broke off; get the file again.',
  );
}
