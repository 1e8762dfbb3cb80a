import { existsSync, rmSync } from 'node:fs';
import { WriteError } from '../scripts/write-whole.ts';
import type { RunProgress } from '../src/app/automation-types.ts';
import { downloadTo } from './download.ts';
import { type LabPage, unwrap } from './lab-page.ts';
import { log } from './log.ts';

/** Copying the state out of the browser may take this share of the time. */
const MOST_OF_TIME = 0.03;
/** How often a copy is begun where each newer state takes the place of the one that is copied. */
const MOST_COPIES = 3;

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
    await this.copy(lab, id, keptEpochs, over);
    const now = performance.now();
    this.notBefore = now + (now - from) / MOST_OF_TIME;
  }

  private async copy(lab: LabPage, id: string, keptEpochs: number, over: boolean): Promise<void> {
    let epochs = keptEpochs;
    for (let copies = 1; ; copies++) {
      try {
        await this.save(lab, id);
        this.savedEpochs = epochs;
        return;
      } catch (error) {
        this.failed = error instanceof WriteError;
        const now = this.failed ? undefined : await progressNow(lab, id).catch(() => undefined);
        // A run that has ended since lets its state go, perhaps in the middle of the copying.
        if (!over && isOver(now?.status)) return;
        if (copies === MOST_COPIES || (now?.keptEpochs ?? 0) <= epochs) {
          log(`The state after epoch ${epochs} could not be kept: ${(error as Error).message}`);
          return;
        }
        // The page removes a state when a newer one is whole, whoever reads it.
        epochs = now!.keptEpochs!;
      }
    }
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

function progressNow({ page }: LabPage, id: string): Promise<RunProgress | null> {
  return page.evaluate((run) => window.lab!.progress(run), id);
}
