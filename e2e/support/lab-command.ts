import { type ChildProcess, spawn } from 'node:child_process';
import { expect } from '@playwright/test';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly errors: string;
}

export interface LabCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has said so on standard error. */
  said(words: string | RegExp): Promise<void>;
  /** To the command and all that it started, as a terminal does. */
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<LabCommand>();

/** After a test that failed: what it left under way would take the processors from the others. */
export function endLeftCommands(): void {
  for (const command of running) command.kill('SIGKILL');
}

/** Starts the command line lab in a process group of its own. */
export function startLab(...args: readonly string[]): LabCommand {
  return startCommand(process.execPath, 'scripts/lab.mjs', ...args);
}

export function startCommand(command: string, ...args: readonly string[]): LabCommand {
  const child = spawn(command, args, { detached: true });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, errors }));
  });
  const labCommand: LabCommand = {
    child,
    ended,
    async said(words) {
      const isSaid = () => new RegExp(words).test(errors) || child.exitCode !== null;
      await expect.poll(isSaid, { timeout: 120_000, intervals: [20] }).toBe(true);
      expect(errors).toMatch(new RegExp(words));
    },
    kill: (signal) => process.kill(-child.pid!, signal),
  };
  running.add(labCommand);
  void ended.then(() => running.delete(labCommand));
  return labCommand;
}

/** Runs the command line lab to its end. */
export const lab = (...args: readonly string[]) => startLab(...args).ended;
