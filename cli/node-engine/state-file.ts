import { openAsBlob } from 'node:fs';
import { writeWhole } from '../../scripts/write-whole.ts';
import { describeError, LabError } from '../../src/lab/lab-error.ts';
import { toBytes } from '../../src/training/plain-bytes.ts';
import { prefixOf } from '../../src/worker/host/kept-files.ts';
import { readState } from '../../src/worker/host/kept-states.ts';
import { type KeptRun, keptRunOf } from '../../src/worker/host/run-states.ts';
import type { KeptState } from '../../src/worker/protocol.ts';

/** The state of one run on disk, in the page's own format. */
export class NodeStateFile {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws LabError `cannot-continue` where it is not whole */
  async read(): Promise<KeptRun> {
    return keptRunOf(await readState(await openAsBlob(this.path)));
  }

  /** @throws LabError `storage-full` where it cannot be written; the state before is still there */
  async keep(id: string, epochsDone: number, value: unknown): Promise<KeptState> {
    const parts = [prefixOf(epochsDone), ...toBytes(value)];
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    try {
      writeWhole(this.path, bytes);
    } catch (cause) {
      const { message } = describeError(cause);
      throw new LabError('storage-full', message, 'The run goes on, but cannot be continued from here.', {
        cause,
      });
    }
    return { id, epochsDone, bytes: bytes.length };
  }
}
