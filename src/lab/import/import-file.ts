/** A file that was given, under its path in the folder (or its name). */
export interface ImportFile {
  readonly path: string;
  readonly file: File;
}
