import type { LoadProgress } from '../../lab/dataset.ts';
import type { Found } from '../../lab/import/found.ts';
import type { ImportFile } from '../../lab/import/import-file.ts';
import type { GivenImportOptions, ImportOptions } from '../../lab/import/options.ts';

/** What an importer gets while it reads; see LoadContext. */
export interface ReadContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** An image as its file has it. */
export interface RawImage {
  /** [(depth,) height, width, channels], in the numbers of the file. */
  readonly values: Numbers;
  readonly edges: readonly number[];
  readonly channels: number;
}

export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Files that were opened: what is in them, and their images, as often as they are wanted. */
export interface ImportSource {
  /** What the files hold, as far as it does not depend on the options given. */
  found(given: GivenImportOptions): Found;
  /**
   * Reads the images one after the other.
   *
   * @param wanted places of those to show; null shows all
   * @param visit gets an image that is only valid until it returns
   * @throws LabError; `cancelled`
   */
  read(
    options: Pick<ImportOptions, 'axes' | 'volumes'>,
    wanted: ReadonlySet<number> | null,
    visit: (item: number, image: RawImage) => void,
    context: ReadContext,
  ): Promise<void>;
}

/** One kind of files; a new one is a file beside this one and a line in registry.ts. */
export interface Importer {
  /** Whether there is anything for it among these files. */
  takes(files: readonly ImportFile[]): Promise<boolean>;
  /** @throws LabError where the files are damaged, or nothing can be made of them */
  open(files: readonly ImportFile[], context: ReadContext): Promise<ImportSource>;
}
