import { type ChildProcess, fork } from 'node:child_process';
import { softwareAdapterEnvironment } from '../../scripts/software-adapter.mjs';
import type { BackendStatus } from '../../src/lab/run-record.ts';
import type { FromEngine, NodeRun, ToEngine } from './protocol.ts';

/** A process of Node that trains, on the graphics adapter that it has found. */
export interface NodeEngine {
  readonly backend: BackendStatus;
  /** What it tells next; null when it is done. @throws Error where it died */
  next(): Promise<Exclude<FromEngine, { kind: 'no-adapter' | 'backend' }> | null>;
  stop(): void;
  close(): void;
}

/**
 * Starts the engine: on this machine's own graphics driver, else on the one that computes on the processor and that
 * Chromium brings along.
 *
 * @param script the built engine
 * @throws Error where there is neither
 */
export async function startNodeEngine(script: string, run: NodeRun): Promise<NodeEngine> {
  const own = await startWith(script, run, {});
  if (typeof own !== 'string') return own;
  const environment = softwareAdapterEnvironment();
  const software = environment ? await startWith(script, run, environment) : own;
  if (typeof software !== 'string') return software;
  throw new Error(
    `${software} Install the driver of your graphics card, or Chromium, whose driver computes on the processor.`,
  );
}

/** @returns why there is no adapter, or the engine */
async function startWith(
  script: string,
  run: NodeRun,
  environment: Readonly<Record<string, string>>,
): Promise<NodeEngine | string> {
  const child = fork(script, [], {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    // Standard output belongs to the record.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const messages = new Messages(child);
  child.send({ kind: 'train', run } satisfies ToEngine);
  const first = await messages.next();
  if (first?.kind === 'no-adapter') return first.message;
  if (first?.kind === 'refused') throw new Error(first.error.message);
  if (first?.kind !== 'backend') throw new Error('The engine ended before it began.');
  return {
    backend: first.backend,
    next: async () => (await messages.next()) as Awaited<ReturnType<NodeEngine['next']>>,
    stop: () => {
      if (child.connected) child.send({ kind: 'stop' } satisfies ToEngine);
    },
    close: () => child.kill('SIGKILL'),
  };
}

/** What a process has told, in its order, to be asked for one by one. */
class Messages {
  readonly #waiting: FromEngine[] = [];
  #ended: { readonly error: Error | null } | null = null;
  #wake: () => void = () => undefined;

  constructor(child: ChildProcess) {
    child.on('message', (message: FromEngine) => {
      this.#waiting.push(message);
      this.#wake();
    });
    const end = (error: Error | null) => {
      this.#ended ??= { error };
      this.#wake();
    };
    child.on('error', end);
    child.on('close', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with the code ${code}`;
      end(code === 0 ? null : new Error(`The process that trains ${how}.`));
    });
  }

  async next(): Promise<FromEngine | null> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message) return message;
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
