import type { ReadContext } from '../../datasets/importers/importer.ts';
import { listGiven } from '../../datasets/importers/list-given.ts';
import type { GivenPart, ImportFile } from '../../lab/import/import-file.ts';
import { LabError } from '../../lab/lab-error.ts';

/** The files that a person gave last, which come in parts; listed when they are first asked for. */
export class GivenFiles {
  private id = '';
  private parts: GivenPart[] = [];
  private listed: readonly ImportFile[] | null = null;

  give(id: string, parts: readonly GivenPart[]): void {
    if (id !== this.id) {
      this.id = id;
      this.parts = [];
    }
    this.listed = null;
    for (const part of parts) this.parts.push(part);
  }

  /**
   * The same array each time, so that what was read of it is known again.
   *
   * @throws LabError `bad-import` where one of them has gone; `cancelled`
   */
  async list(id: string, context: ReadContext): Promise<readonly ImportFile[]> {
    if (id !== this.id) {
      throw new LabError(
        'internal',
        'The files are not there any more.',
        'What was loaded before stays. Give them again.',
      );
    }
    this.listed ??= await listGiven(this.parts, context);
    return this.listed;
  }
}
