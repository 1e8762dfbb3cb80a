import * as Comlink from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import type { LabWorker } from '../protocol.ts';
import { LabClient, STOP_PATIENCE_MS } from './lab-client.ts';
import { toLabError } from './to-lab-error.ts';
import type { WorkerLike } from './worker-like.ts';

/** A worker on the other end of a message channel, with as much of the lab as a test needs. */
class FakeWorker {
  readonly like: WorkerLike;
  terminated = false;
  readonly #listeners: ((event: Event) => void)[] = [];
  readonly #channel = new MessageChannel();

  constructor(lab: Partial<LabWorker>) {
    const { port1, port2 } = this.#channel;
    Comlink.expose(lab, port2 as Comlink.Endpoint);
    this.like = {
      postMessage: (message: unknown, transfer?: Transferable[]) =>
        port1.postMessage(message, transfer ?? []),
      addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
        if (type === 'error') this.#listeners.push(listener as (event: Event) => void);
        else port1.addEventListener(type, listener);
      },
      removeEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
        port1.removeEventListener(type, listener),
      start: () => port1.start(),
      terminate: () => {
        this.terminated = true;
        this.close();
      },
    } as WorkerLike;
  }

  crash(message: string): void {
    for (const listener of this.#listeners) listener({ message } as unknown as Event);
  }

  /** As the worker posts by itself. */
  say(message: object): void {
    this.#channel.port2.postMessage(message);
  }

  close(): void {
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}

let workers: FakeWorker[] = [];

function clientOf(lab: Partial<LabWorker>): LabClient {
  return new LabClient(() => {
    const worker = new FakeWorker(lab);
    workers.push(worker);
    return worker.like;
  });
}

afterEach(() => {
  for (const worker of workers) worker.close();
  workers = [];
  vi.useRealTimers();
});

const RUN = { id: 'a', createdAt: 0, continues: false };

const train = (client: LabClient, events: RunEvent[] = []) =>
  client.train(DEFAULT_RECIPE, 'key', RUN, (event) => events.push(event));

describe('LabClient', () => {
  it('starts the worker with the first call, and only one', async () => {
    const client = clientOf({ listStoredFiles: async () => [] });
    expect(workers).toHaveLength(0);
    await client.listStoredFiles();
    await client.listStoredFiles();
    expect(workers).toHaveLength(1);
  });

  it('turns an error back into what it was', async () => {
    const plain = { code: 'offline', message: 'No network.', remedy: 'Connect.' };
    const client = clientOf({
      load: async () => {
        throw new Error(JSON.stringify(plain));
      },
    });
    const load = client.load(
      { kind: 'stored', name: 'x' },
      () => undefined,
      () => undefined,
    );
    await expect(load).rejects.toBeInstanceOf(LabError);
    await expect(load).rejects.toMatchObject(plain);
  });

  it('passes on the events of a run', async () => {
    const events: RunEvent[] = [];
    const client = clientOf({
      train: async (_recipe, _key, _run, onEvent) => {
        await onEvent({ kind: 'resumed' });
        await onEvent({ kind: 'stopped' });
      },
    });
    await train(client, events);
    expect(events.map(({ kind }) => kind)).toEqual(['resumed', 'stopped']);
  });

  it('lets a worker that answers end the run itself', async () => {
    let end: () => void = () => undefined;
    const client = clientOf({
      train: () => new Promise<void>((resolve) => (end = resolve)),
      stop: async () => end(),
    });
    const run = train(client);
    await client.stop();
    await expect(run).resolves.toBeUndefined();
    expect(workers[0]!.terminated).toBe(false);
  });

  it('ends a worker that does not answer, tells so, and starts another for the next call', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const deaths: LabError[] = [];
    const client = clientOf({
      train: () => new Promise<void>(() => undefined),
      stop: () => new Promise<void>(() => undefined),
      listStoredFiles: async () => [],
    });
    client.onDeath((error) => deaths.push(error));
    const run = train(client);
    const failure = expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const stop = client.stop();
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS - 1);
    expect(workers[0]!.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stop;
    await failure;
    expect(workers[0]!.terminated).toBe(true);
    expect(deaths).toHaveLength(1);
    vi.useRealTimers();
    await client.listStoredFiles();
    expect(workers).toHaveLength(2);
  });

  it('rejects what is under way when the worker crashes', async () => {
    const client = clientOf({ train: () => new Promise<void>(() => undefined) });
    const run = train(client);
    workers[0]!.crash('out of memory');
    await expect(run).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('out of memory'),
    });
  });

  it('notices a worker that is gone without a word by the lock that it held', async () => {
    let letGo: () => void = () => undefined;
    const asked: string[] = [];
    vi.stubGlobal('navigator', {
      locks: {
        request: async (name: string, granted: () => void) => {
          asked.push(name);
          await new Promise<void>((resolve) => (letGo = resolve));
          granted();
        },
      },
    });
    const deaths: LabError[] = [];
    const client = clientOf({ train: () => new Promise<void>(() => undefined) });
    client.onDeath((error) => deaths.push(error));
    const run = train(client);
    workers[0]!.say({ alive: 'life' });
    await vi.waitFor(() => expect(asked).toEqual(['life']));
    expect(deaths).toEqual([]);
    letGo();
    await expect(run).rejects.toMatchObject({ code: 'worker-died' });
    expect(deaths).toHaveLength(1);
    vi.unstubAllGlobals();
  });

  it('tells what failed in the worker without anybody waiting, and goes on', async () => {
    const told: LabErrorDescription[] = [];
    const client = clientOf({ listStoredFiles: async () => [] });
    client.onProblem((problem) => told.push(problem));
    await client.listStoredFiles();
    const problem = { code: 'internal', message: 'odd', remedy: 'All is kept.' } as const;
    workers[0]!.say({ problem });
    await vi.waitFor(() => expect(told).toEqual([problem]));
    await client.listStoredFiles();
    expect(workers).toHaveLength(1);
  });

  it('has nothing to stop when nothing trains', async () => {
    const client = clientOf({});
    await expect(client.stop()).resolves.toBeUndefined();
    expect(workers).toHaveLength(0);
  });
});

describe('toLabError', () => {
  it('keeps the words of an error it does not know', () => {
    expect(toLabError(new Error('odd'))).toMatchObject({ code: 'internal', message: 'odd' });
    expect(toLabError(new Error('{"some":"json"}'))).toMatchObject({ code: 'internal' });
  });
});
