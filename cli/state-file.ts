import { existsSync, rmSync } from 'node:fs';
import { WriteError } from '../scripts/write-whole.ts';
import type { RunProgress } from '../src/app/automation-types.ts';
import { downloadTo } from './download.ts';
import { type LabPage, unwrap } from './lab-page.ts';
import { log } from './log.ts';

/** Copying the state out of the browser may take this share of the time. */
const MOST_OF_TIME = 0.03;

/** The state of one run on disk, from which it can go on in another browser: the latest that the page has kept. */
export class StateFile {
  readonly path: string;
  private savedEpochs = 0;
  private notBefore = 0;
  private failed = false;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Copies what the page has kept since, if it is time; a failure is told once, and the run trains on. */
  async follow(lab: LabPage, id: string, { keptEpochs, status }: RunProgress): Promise<void> {
    const over = isOver(status);
    const isNew = keptEpochs !== null && keptEpochs > this.savedEpochs;
    if (this.failed || !isNew || (!over && performance.now() < this.notBefore)) return;
    const from = performance.now();
    try {
      await this.save(lab, id);
      this.savedEpochs = keptEpochs;
    } catch (error) {
      this.failed = error instanceof WriteError;
      // A run that has ended since lets its state go, perhaps in the middle of the copying.
      if (!this.failed && !over && (await statusNow(lab, id).then(isOver, () => false))) return;
      log(`The state after epoch ${keptEpochs} could not be kept: ${(error as Error).message}`);
    }
    const now = performance.now();
    this.notBefore = now + (now - from) / MOST_OF_TIME;
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  private async save({ page }: LabPage, id: string): Promise<void> {
    await downloadTo(page, this.path, async () =>
      unwrap(await page.evaluate((run) => window.lab!.saveState(run), id)),
    );
  }
}

function isOver(status: RunProgress['status'] | undefined): boolean {
  return status !== undefined && status !== 'running' && status !== 'paused';
}

function statusNow({ page }: LabPage, id: string): Promise<RunProgress['status'] | undefined> {
  return page.evaluate((run) => window.lab!.progress(run)?.status, id);
}
