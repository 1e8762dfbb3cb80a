import { LabClient } from './lab-client.ts';
import { lendThreads } from './lend-threads.ts';

/** The one worker of this page; it starts with the first call. */
export const lab = new LabClient(() =>
  lendThreads(new Worker(new URL('../host/host.ts', import.meta.url), { type: 'module', name: 'lab' })),
);
