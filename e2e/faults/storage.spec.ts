import type { Page } from '@playwright/test';
import { syntheticNpz } from '../../src/datasets/testing/synthetic-npz.ts';
import { DEFAULT_RECIPE } from '../../src/lab/recipe/recipe.ts';
import { exampleRow } from '../../src/storage/testing/example-row.ts';
import { latestRecord, linkTo, openLab, ready, runRows, TINY, tab, trainToEnd } from '../support/lab-page.ts';
import { putStored } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';
import { prependToWorker } from '../support/worker-script.ts';

const NPZ = syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 });

const notices = (page: Page) => page.getByRole('alert');

/** Curves and the form's recipe find no room. */
function fillUp(): void {
  const full = () => new DOMException('The disk is full.', 'QuotaExceededError');
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    if (this.name === 'series') throw full();
    return put.apply(this, args);
  };
  Storage.prototype.setItem = () => {
    throw full();
  };
}

async function chooseFile(page: Page): Promise<void> {
  await tab(page, 'Data').click();
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'mine.npz', mimeType: 'application/octet-stream', buffer: Buffer.from(NPZ) });
  await expect(page.getByRole('button', { name: /^Data: mine/ })).toBeVisible();
}

test('a full disk at every write of curves and of the form: the run trains to its end, stays on the page, and it is told', async ({
  page,
}) => {
  await page.addInitScript(fillUp);
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await expect(runRows(page).first()).toHaveAttribute('data-status', 'finished');
  await expect(notices(page).first()).toContainText('storage is full');
  expect(await latestRecord(page)).toMatchObject({ status: 'finished', epochs: { length: 2 } });
  await tab(page, 'Results').click();
  await expect(page.getByRole('table').first()).toBeVisible();
});

/** The browser has no IndexedDB, or none for this page. */
const WITHOUT_DATABASE: Readonly<Record<string, () => void>> = {
  'is missing': () => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  },
  'fails to open': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  },
  'fails later': () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
      // A version that is none, so that the request itself fails, after a while.
      const request = open.call(this, name, 2 ** 40);
      request.addEventListener('upgradeneeded', (event) => {
        event.stopImmediatePropagation();
        request.transaction!.abort();
      });
      return request;
    };
  },
};

for (const [how, breakIt] of Object.entries(WITHOUT_DATABASE)) {
  test(`IndexedDB ${how}: the page opens and trains, and says that nothing outlives it`, async ({ page }) => {
    await page.addInitScript(breakIt);
    await openLab(page, linkTo(TINY));
    await expect(notices(page).first()).toContainText(/could not be (read|stored)/);
    await trainToEnd(page);
    await expect(runRows(page)).toHaveCount(1);
    for (const name of ['Results', 'Compare', 'Study', 'Data']) {
      await tab(page, name).click();
      await expect(page.getByText('could not be drawn')).toHaveCount(0);
    }
  });
}

/** The browser has no private files, or gives none, or cannot write to them. */
const WITHOUT_FILES: Readonly<Record<string, string>> = {
  'is missing': 'Object.defineProperty(navigator, "storage", { value: undefined });',
  rejects:
    'StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));',
  'has no createWritable': 'delete FileSystemFileHandle.prototype.createWritable;',
};

for (const [how, code] of Object.entries(WITHOUT_FILES)) {
  test(`OPFS ${how}: a file is used all the same, and the person is told that it is not kept`, async ({
    page,
  }) => {
    await prependToWorker(page, code);
    await openLab(page, linkTo(TINY));
    await chooseFile(page);
    await expect(notices(page).first()).toContainText('cannot be kept');
    await expect(notices(page).first()).toContainText('ready for use');
    await trainToEnd(page);
  });
}

test('a private window that gives no storage of any kind trains, compares and exports', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: refuse });
    IDBFactory.prototype.open = refuse;
    if ('serviceWorker' in navigator) ServiceWorkerContainer.prototype.register = async () => refuse();
  });
  await prependToWorker(page, WITHOUT_FILES.rejects!);
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await chooseFile(page);
  await trainToEnd(page);
  await expect(runRows(page)).toHaveCount(2);
  // Where nothing moves any more.
  await tab(page, 'Train').click();
  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export runs' }).click();
  await page.getByRole('menuitem', { name: 'Listed runs as CSV (2)' }).click();
  expect((await exported).suggestedFilename()).toBe('runs.csv');
});

test('the clock set back: times stay true, and the newest run is still the one that is shown', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  const first = await runRows(page).first().getAttribute('data-run');
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() - 86_400_000;
  });
  await trainToEnd(page);
  const second = await runRows(page).first().getAttribute('data-run');
  expect(second).not.toBe(first);
  const record = await page.evaluate((id) => window.lab!.record(id!), second);
  const seconds = record.ok ? record.value.summary!.seconds : Number.NaN;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(60);
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(2);
  await trainToEnd(page);
  await expect(runRows(page)).toHaveCount(3);
});

/** Opens a page of the same origin that is not the lab, so that its databases can be made before the lab comes. */
async function beforeLab(page: Page): Promise<void> {
  await page.goto('/icon.svg');
}

test('databases of a newer lab are left alone: the page says so, and trains', async ({ page }) => {
  await beforeLab(page);
  await page.evaluate(async () => {
    for (const name of ['medmnist-lab-runs', 'medmnist-lab-studies', 'medmnist-lab-bench']) {
      const opening = indexedDB.open(name, 99);
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      opening.result.close();
    }
  });
  await openLab(page, linkTo(TINY));
  await expect(notices(page).filter({ hasText: 'A newer version of the lab' }).first()).toContainText(
    'Nothing is lost',
  );
  await trainToEnd(page);
  const versions = await page.evaluate(async () =>
    (await indexedDB.databases())
      .filter(({ name }) => name === 'medmnist-lab-runs')
      .map(({ version }) => version),
  );
  expect(versions).toEqual([99]);
});

test('runs of an older lab are read, with what it did not keep left out', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  const { ranking: _ranking, ...summary } = exampleRow().summary!;
  const { steps: _steps, ...recipe } = DEFAULT_RECIPE;
  await putStored(page, 'medmnist-lab-runs', 'rows', [
    { ...exampleRow({ id: 'before' }), summary, recipe, recipeHash: 'as it was then' },
  ]);
  // Probabilities, where logits are kept now.
  await page.evaluate(async () => {
    const opening = indexedDB.open('medmnist-lab-runs');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const transaction = opening.result.transaction('predictions', 'readwrite');
    const part = {
      scores: Float32Array.from({ length: 12 }, (_, index) => (index + 0.5) / 12),
      labels: Uint8Array.from({ length: 12 }, (_, index) => (index % 3 === 2 ? 1 : 0)),
      outputs: 1,
    };
    transaction.objectStore('predictions').put({ val: part, test: null }, 'before');
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    opening.result.close();
  });
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
  await expect(notices(page)).toHaveCount(0);
  await expect(runRows(page).first()).toHaveAttribute('data-run', 'before');
  const predictions = await page.evaluate(() => window.lab!.predictions('before'));
  expect(predictions).toMatchObject({
    ok: true,
    value: { val: { logits: { length: 12 }, activation: 'sigmoid' } },
  });
  await tab(page, 'Results').click();
  await expect(page.getByText('could not be drawn')).toHaveCount(0);
  await expect(page.getByRole('table').first()).toBeVisible();
});
