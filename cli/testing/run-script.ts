import { type ChildProcess, spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly errors: string;
}

export interface Script {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has said so on standard output. */
  said(words: string): Promise<void>;
}

/** Runs TypeScript in a process of its own, under a limit of the shell if one is given (`ulimit -f 8`). */
export function runScript(source: string, limit = 'true'): Script {
  const command = `${limit}; exec "$0" --import tsx --input-type=module --eval "$1"`;
  const child = spawn('bash', ['-c', command, process.execPath, source], { cwd: process.cwd() });
  let [out, errors] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.on('data', (data) => {
    out += data;
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, errors }));
  });
  const said = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!out.includes(words)) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      void ended.then(() => reject(new Error(`It ended without "${words}": ${errors}`)));
      check();
    });
  return { child, ended, said };
}
