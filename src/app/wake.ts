import { lab } from '../worker/client/lab.ts';

/**
 * The first script of the page, small and run before the others are there. Where all files are in this browser the worker
 * starts now, beside what draws; on a first visit its script, larger than the page's, waits until that has come
 * (main.tsx).
 */
if (navigator.serviceWorker?.controller) lab.wake();
