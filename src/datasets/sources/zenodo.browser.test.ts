import { createMD5 } from 'hash-wasm';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { findCatalogueEntry } from '../../lab/catalogue/catalogue.ts';
import type { LabError } from '../../lab/lab-error.ts';
import { deleteStoredFile, listStoredFiles } from '../cache/stored-files.ts';
import type { LoadContext } from '../source.ts';
import { syntheticNpz } from '../testing/synthetic-npz.ts';
import { zenodoSource, zenodoUrl } from './zenodo.ts';

/** Stands in for the official file: the catalogue's MD5 is set to its own for these tests. */
const bytes = syntheticNpz({
  counts: { train: 40, val: 8, test: 8 },
  imageShape: [28, 28],
  classes: 2,
});
const entry = findCatalogueEntry('pneumoniamnist')!;
const officialMd5 = entry.md5[28]!;
const request = { kind: 'zenodo', id: 'pneumoniamnist', size: 28 } as const;

let fetching: Mock<typeof fetch>;

async function clear() {
  for (const { name } of await listStoredFiles()) await deleteStoredFile(name);
}

beforeEach(async () => {
  await clear();
  const md5 = await createMD5();
  Object.assign(entry.md5, { 28: md5.update(bytes).digest() });
  fetching = vi.spyOn(globalThis, 'fetch');
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  Object.assign(entry.md5, { 28: officialMd5 });
  await clear();
});

function context(overrides: Partial<LoadContext> = {}): LoadContext {
  return { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {}, ...overrides };
}

function answer(body: BodyInit = bytes.slice(), init: ResponseInit = {}) {
  return new Response(body, { headers: { 'content-length': String(bytes.length) }, ...init });
}

/** Loads while the clock runs ahead, so that the pauses between attempts take no time. */
async function loadHurriedly() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isSettled = false;
  const loading = zenodoSource.load(request, context()).finally(() => {
    isSettled = true;
  });
  loading.catch(() => undefined);
  while (!isSettled) await vi.advanceTimersByTimeAsync(1000);
  return loading;
}

/** A body that comes in two pieces and breaks (or waits for ever) after the first. */
function halfBody(end: (controller: ReadableStreamDefaultController<Uint8Array>) => void) {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes.slice(0, bytes.length / 2)),
    pull: end,
  });
}

describe('a set from Zenodo', () => {
  it('is downloaded once, verified, kept, and read from the storage afterwards', async () => {
    fetching.mockImplementation(async () => answer());
    const progress: string[] = [];
    const dataset = await zenodoSource.load(
      request,
      context({ onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`) }),
    );
    expect(fetching.mock.calls.map(([url]) => String(url))).toEqual([
      'https://zenodo.org/api/records/10519652/files/pneumoniamnist.npz/content',
    ]);
    expect(dataset.summary).toMatchObject({
      key: 'pneumoniamnist@28',
      name: 'PneumoniaMNIST',
      licence: 'CC BY 4.0',
      origin: 'Zenodo record 10519652, MD5 verified',
    });
    expect(progress).toContain(`downloading ${bytes.length}/${bytes.length}`);
    expect(await listStoredFiles()).toMatchObject([
      { name: 'pneumoniamnist.npz', key: 'pneumoniamnist@28', bytes: bytes.length },
    ]);

    const again = await zenodoSource.load(request, context());
    expect(again.summary.origin).toContain('stored on this device');
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('comes anew where the stored file was damaged', async () => {
    fetching.mockImplementation(async () => answer());
    await zenodoSource.load(request, context());
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('datasets');
    const folder = await root.getDirectoryHandle(encodeURIComponent('pneumoniamnist@28'));
    const stream = await (await folder.getFileHandle('pneumoniamnist.npz')).createWritable();
    await stream.write('damaged');
    await stream.close();
    const { summary } = await zenodoSource.load(request, context());
    expect(summary.origin).toBe('Zenodo record 10519652, MD5 verified');
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it('stays stored where it cannot be loaded for a reason that is not its own', async () => {
    fetching.mockImplementation(async () => answer());
    await zenodoSource.load(request, context());
    const official = await listStoredFiles();

    // Room by the list of sets, and then none: as if another page had taken it meanwhile.
    let asked = 0;
    Object.defineProperty(navigator, 'deviceMemory', {
      ...{ configurable: true },
      get: () => (asked++ === 0 ? 8 : 1e-9),
    });
    try {
      await expect(zenodoSource.load(request, context())).rejects.toMatchObject({ code: 'too-large' });
    } finally {
      Reflect.deleteProperty(navigator, 'deviceMemory');
    }
    expect(asked).toBeGreaterThan(1);
    expect(await listStoredFiles()).toEqual(official);

    const abort = new AbortController();
    const loading = zenodoSource.load(
      request,
      context({ signal: abort.signal, onProgress: () => abort.abort() }),
    );
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listStoredFiles()).toEqual(official);
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('that arrives changed is thrown away', async () => {
    fetching.mockImplementation(async () => answer(bytes.with(300, bytes[300]! ^ 1)));
    await expect(zenodoSource.load(request, context())).rejects.toMatchObject({
      code: 'checksum-mismatch',
      message: expect.stringContaining(entry.md5[28]!),
    });
    expect(fetching).toHaveBeenCalledTimes(1);
    expect(await listStoredFiles()).toEqual([]);
  });

  it('is tried again after 503, 429 and a broken connection', async () => {
    fetching
      .mockImplementationOnce(async () => answer('busy', { status: 503 }))
      .mockImplementationOnce(async () => answer('slow down', { status: 429 }))
      .mockImplementationOnce(async () => Promise.reject(new TypeError('Failed to fetch')))
      .mockImplementationOnce(async () =>
        answer(halfBody((half) => half.error(new TypeError('network error')))),
      )
      .mockImplementationOnce(async () => answer());
    const { summary } = await loadHurriedly();
    expect(summary.counts.train).toBe(40);
    expect(fetching).toHaveBeenCalledTimes(5);
  });

  it('is given up after four more attempts, with what the server said', async () => {
    fetching.mockImplementation(async () =>
      answer('busy', { status: 503, statusText: 'Service Unavailable' }),
    );
    await expect(loadHurriedly()).rejects.toMatchObject({
      code: 'download-failed',
      message: 'zenodo.org answered 503 Service Unavailable.',
    });
    expect(fetching).toHaveBeenCalledTimes(5);
  });

  it('is not tried again after a refusal', async () => {
    fetching.mockImplementation(async () => answer('gone', { status: 404 }));
    await expect(zenodoSource.load(request, context())).rejects.toMatchObject({ code: 'download-failed' });
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('needs a connection', async () => {
    fetching.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(loadHurriedly()).rejects.toMatchObject({ code: 'offline' });
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    fetching.mockClear();
    await expect(loadHurriedly()).rejects.toMatchObject({
      code: 'offline',
      message: expect.stringContaining('this device is offline'),
    });
    expect(fetching).not.toHaveBeenCalled();
  });

  it('stops at once when it is cancelled, and leaves nothing behind', async () => {
    const abort = new AbortController();
    fetching.mockImplementation(async () =>
      answer(
        halfBody(
          (half) =>
            new Promise<void>((resolve) => {
              abort.signal.addEventListener('abort', () => {
                half.error(abort.signal.reason);
                resolve();
              });
            }),
        ),
      ),
    );
    const loading = zenodoSource.load(
      request,
      context({ signal: abort.signal, onProgress: ({ done }) => done > 0 && abort.abort() }),
    );
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listStoredFiles()).toEqual([]);
  });

  it('stops waiting for the next attempt when it is cancelled', async () => {
    // The clock stands still: without a cancel the next attempt would never come.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const abort = new AbortController();
    fetching.mockImplementation(async () => {
      const timer = setInterval(() => {
        clearInterval(timer);
        abort.abort();
      }, 20);
      return answer('busy', { status: 503 });
    });
    await expect(zenodoSource.load(request, context({ signal: abort.signal }))).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('is usable, with a notice, where no storage is left', async () => {
    fetching.mockImplementation(async () => answer());
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1000, usage: 1000 });
    const notices: LabError[] = [];
    const { summary } = await zenodoSource.load(
      request,
      context({ onNotice: (notice) => notices.push(notice) }),
    );
    expect(summary.key).toBe('pneumoniamnist@28');
    expect(notices).toMatchObject([{ code: 'storage-full' }]);
    expect(await listStoredFiles()).toEqual([]);
  });

  it('too large for this device is refused before anything is downloaded', async () => {
    await expect(
      zenodoSource.load({ kind: 'zenodo', id: 'pathmnist', size: 224 }, context()),
    ).rejects.toMatchObject({ code: 'too-large', message: expect.stringContaining('16.1 GB') });
    expect(fetching).not.toHaveBeenCalled();
  });

  it('has the address under which Zenodo answers pages', () => {
    expect(zenodoUrl('organmnist3d_64.npz')).toBe(
      'https://zenodo.org/api/records/10519652/files/organmnist3d_64.npz/content',
    );
  });
});
