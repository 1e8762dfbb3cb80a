/** A file that was given, under its path in the folder (or its name). */
export interface ImportFile {
  readonly path: string;
  readonly file: File;
}

/** A file, or a folder with all that is in it, under its path. */
export interface GivenPart {
  readonly path: string;
  readonly source: File | FileSystemHandle;
}
