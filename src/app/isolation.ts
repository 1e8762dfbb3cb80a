import { useTrain } from '../state/training/store.ts';
import { showNote } from '../ui/notify.tsx';
import { keepForOffline } from './offline.ts';

/** Kept for as long as the tab is open. */
const RELOADED = 'lab-reloaded-for-threads';

/**
 * Threads need headers that many hosts do not send; then the service worker does, from the next load on. That one is made
 * here, once, unless the person has begun something; the page says so. Where service workers are refused there stays one
 * thread, and the backend says why.
 */
export async function gainIsolation(): Promise<void> {
  if (crossOriginIsolated) {
    if (takeMark())
      showNote(`The page was loaded once more, to use all ${navigator.hardwareConcurrency} threads.`);
    return;
  }
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || isMarked()) return;
  await keepForOffline();
  await navigator.serviceWorker.ready;
  if (navigator.userActivation?.hasBeenActive || useTrain.getState().phase !== 'idle') {
    showNote('One thread computes now. Reload when nothing trains, and all threads do.');
  } else if (mark()) {
    location.reload();
  }
}

/** Returns whether it could be kept: without, the page might load again and again. */
function mark(): boolean {
  try {
    sessionStorage.setItem(RELOADED, 'yes');
    return true;
  } catch {
    return false;
  }
}

function isMarked(): boolean {
  try {
    return sessionStorage.getItem(RELOADED) !== null;
  } catch {
    return false;
  }
}

/** Whether the mark is new: it is told of once. */
function takeMark(): boolean {
  if (!isMarked() || sessionStorage.getItem(RELOADED) === 'told') return false;
  sessionStorage.setItem(RELOADED, 'told');
  return true;
}
