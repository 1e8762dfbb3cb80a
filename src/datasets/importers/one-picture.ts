import { type DatasetSummary, imageLength } from '../../lab/dataset.ts';
import type { Window } from '../../lab/import/found.ts';
import type { ImportOptions } from '../../lab/import/options.ts';
import { LabError } from '../../lab/lab-error.ts';
import { type DecodedImage, decodeImage } from './images/decode.ts';
import { shapeImage } from './shape-image.ts';

/** What decides how a picture becomes an image like those of a set. */
export type PictureGoal = Pick<DatasetSummary, 'dims' | 'size' | 'channels' | 'imported'>;

/**
 * Makes a picture from anywhere an image like those of a set, as an import does: grey or colour, made square, scaled. Of 16
 * bits the window of the set's import counts, where it had one.
 *
 * @param file PNG, JPEG, WebP, BMP, GIF (first frame) or TIFF; for a set of volumes a TIFF of several pages
 * @returns uint8 [(depth,) height, width, channels], as in SplitData.images
 * @throws LabError `bad-import`
 */
export async function pictureAsImage(
  file: Blob,
  goal: PictureGoal,
  square: ImportOptions['square'],
): Promise<Uint8Array<ArrayBuffer>> {
  const pages = await decodeImage(new Uint8Array(await file.arrayBuffer())).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refused(`The picture cannot be read: ${why}.`, 'Give a PNG, JPEG, WebP, BMP, GIF or TIFF.', cause);
  });
  const { dims, size, channels } = goal;
  const image = dims === 3 ? stackOf(pages) : pages[0]!;
  const pixels = new Uint8Array(imageLength({ dims, size, channels }));
  const window = windowOf(image, goal.imported?.window);
  shapeImage(image, { dims, size, channels: channels === 3 ? 3 : 1, square, window }, pixels);
  return pixels;
}

function stackOf(pages: readonly DecodedImage[]): DecodedImage {
  const [first] = pages as [DecodedImage, ...DecodedImage[]];
  if (pages.length < 2) {
    throw refused(
      'The model takes volumes, and this is one picture.',
      'Give a TIFF whose pages are the slices, or choose an image of the set.',
    );
  }
  if (pages.some(({ edges, channels }) => `${edges} ${channels}` !== `${first.edges} ${first.channels}`)) {
    throw refused(
      'The pages are not all of one size.',
      'Give a TIFF whose pages are the slices of a volume.',
    );
  }
  const length = first.values.length;
  const values =
    first.values instanceof Uint16Array
      ? new Uint16Array(pages.length * length)
      : new Uint8Array(pages.length * length);
  pages.forEach((page, slice) => void values.set(page.values, slice * length));
  return { values, edges: [pages.length, ...first.edges], channels: first.channels };
}

/** That of an import is in the numbers of its files: of 8 bits where it ends by 255. */
function windowOf({ values }: DecodedImage, imported: Window | undefined): Window {
  const own = values instanceof Uint16Array ? 65_535 : 255;
  const isOfBytes = imported && imported.high > 1 && imported.high <= 255;
  const isOfWords = imported && imported.high > 255 && imported.high <= 65_535;
  if (own === 255) return isOfBytes ? imported : { low: 0, high: own };
  if (isOfWords) return imported;
  return isOfBytes ? { low: 257 * imported.low, high: 257 * imported.high } : { low: 0, high: own };
}

function refused(message: string, remedy: string, cause?: unknown): LabError {
  return new LabError('bad-import', message, remedy, { cause });
}
