import type { KeptStart, StartSource } from '../protocol-starts.ts';
import { lab } from './lab.ts';

export function keptStarts(): Promise<readonly KeptStart[]> {
  return lab.withWorker((remote) => remote.keptStarts());
}

/** @throws LabError `bad-weights` where a file does not fit, `no-weights` where a run's are gone, `storage-full` */
export function keepStart(source: StartSource): Promise<KeptStart> {
  return lab.withWorker((remote) => remote.keepStart(source));
}

export function setStartAside(hash: string): Promise<void> {
  return lab.withWorker((remote) => remote.setStartAside(hash));
}

export function bringStartBack(hash: string): Promise<void> {
  return lab.withWorker((remote) => remote.bringStartBack(hash));
}
