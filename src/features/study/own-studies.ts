import { readKept } from '../runs/kept.ts';
import { readRuns, useRuns } from '../runs/store.ts';
import { untilRead } from '../runs/until-read.ts';
import { listenToTabs } from '../tabs/channel.ts';
import { useTrain } from '../train/store.ts';
import { becameOwner, grant } from './ask.ts';
import { drive } from './runner.ts';
import { followUnsaved, readStudies, refreshStudy, settleStudies, takeOverStudies } from './store.ts';
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
  let looking = true;
  listenToTabs((message) => {
    if (looking && message.kind === 'study') void refreshStudy(message.id).catch(() => undefined);
  });
  const own = async (): Promise<never> => {
    looking = false;
    await ownStudies(read);
    return await new Promise<never>(() => undefined);
  };
  let resolveRead: () => void = () => undefined;
  const read = () => resolveRead();
  const isRead = new Promise<void>((resolve) => {
    resolveRead = resolve;
  });
  const isFree = await new Promise<boolean>((answer) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock && own();
    });
  });
  if (isFree) return await isRead;
  await untilRead(readStudies, NOT_READ);
  void navigator.locks.request(LOCK, own);
}

/** Whatever this tab knew before may be old: runs and studies are read anew, and until then nothing is trained. */
async function ownStudies(attempted: () => void): Promise<void> {
  useStudies.setState({ owner: true });
  becameOwner();
  granting(grant);
  followUnsaved();
  useStudies.subscribe(drive);
  useTrain.subscribe(drive);
  await untilRead(async () => {
    await readRuns();
    // What the tab before kept of its run: it goes on from there.
    await readKept(useRuns.getState().rows);
    await takeOverStudies();
    useRuns.subscribe(({ rows, unreadable }, before) => {
      if (rows !== before.rows || unreadable !== before.unreadable) settleStudies();
    });
    drive();
  }, NOT_READ);
  attempted();
}
