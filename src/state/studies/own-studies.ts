import { readKept } from '../runs/kept.ts';
import { readRuns, useRuns } from '../runs/store.ts';
import { untilRead } from '../runs/until-read.ts';
import { listenToTabs } from '../tabs/channel.ts';
import { useTrain } from '../training/store.ts';
import { becameOwner, grant } from './ask.ts';
import { drive } from './runner.ts';
import {
  followUnsaved,
  readStudies,
  refreshStudy,
  settleStudies,
  studiesFailed,
  takeOverStudies,
} from './store.ts';
import { useStudies } from './studies.ts';
import { granting } from './wish.ts';

/** Held by the one tab that trains studies, for as long as it lives. */
const LOCK = 'lab-studies';

const NOT_READ = 'The stored studies could not be read';

/**
 * Begins to train the studies that are not paused, in this tab or, while another one does, as soon as that is closed.
 * Resolves after the first attempt to read the studies. Call once.
 */
export async function startStudies(): Promise<void> {
  let isOwner = false;
  listenToTabs((message) => {
    if (!isOwner && message.kind === 'study') void refreshStudy(message.id).catch(() => undefined);
  });
  await new Promise<void>((attempted) => {
    const own = async (): Promise<never> => {
      isOwner = true;
      await ownStudies();
      attempted();
      return await new Promise<never>(() => undefined);
    };
    const lookOn = async () => {
      const read = async () => {
        if (!isOwner) await readStudies();
      };
      await untilRead(read, NOT_READ, studiesFailed);
      attempted();
      void navigator.locks.request(LOCK, own);
    };
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (lock) return own();
      void lookOn();
    });
  });
}

/** Whatever this tab knew before may be old: runs and studies are read anew, and until then nothing is trained. */
async function ownStudies(): Promise<void> {
  useStudies.setState({ owner: true });
  becameOwner();
  granting(grant);
  followUnsaved();
  useStudies.subscribe(drive);
  useTrain.subscribe(drive);
  const takeOver = async () => {
    await readRuns();
    // What the tab before kept of its run: it goes on from there.
    await readKept(useRuns.getState().rows);
    await takeOverStudies();
    followRuns();
  };
  await untilRead(takeOver, NOT_READ, (isForGood) => {
    studiesFailed(isForGood);
    if (isForGood) followRuns();
  });
}

/** From now on the runs that are listed are those that there are. */
function followRuns(): void {
  useRuns.subscribe(({ rows, unreadable }, before) => {
    if (rows !== before.rows || unreadable !== before.unreadable) settleStudies();
  });
  drive();
}
