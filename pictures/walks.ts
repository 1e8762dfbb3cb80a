import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { colourSet } from './colour-set.ts';
import { begin, dropFile, load, open, train, turnTo, untilEpoch } from './lab-page.ts';
import { MODEL_WALKS } from './model-walks.ts';
import { teaching } from './teaching-walk.ts';
import type { Walk } from './walk.ts';

const SMALL = { width: 4, batch: 32, epochs: 6 } as const;
const LONG_NAME =
  'all augmentations that keep the lungs upright, with noise, and the rare class drawn twice as often';

const firstVisit: Walk = {
  name: 'first visit',
  moves: true,
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/`);
    await page.waitForTimeout(1200);
    await shoot('first visit');
    await page.waitForTimeout(8000);
    await shoot('first visit, ten seconds later');
  },
};

const empty: Walk = {
  name: 'empty',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/`);
    for (const tab of ['Train', 'Data', 'Results', 'Compare', 'Study']) {
      await turnTo(page, tab);
      await page.waitForTimeout(800);
      await shoot(`${tab}, empty`);
    }
    await page.goto(`${origin}/#/bench`);
    await page.waitForTimeout(800);
    await shoot('Bench, empty');
  },
};

const training: Walk = {
  name: 'training',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    const first = await begin(page, { ...SMALL, epochs: 200 });
    await untilEpoch(page, first, 3);
    await page.waitForTimeout(400);
    await shoot('Train, training');
    const transport = page.getByRole('region', { name: 'Transport' });
    await transport.getByRole('button', { name: 'Pause' }).click();
    await page.waitForTimeout(600);
    await shoot('Train, paused');
    await transport.getByRole('button', { name: 'Step one batch' }).click();
    await page.waitForTimeout(800);
    await shoot('Train, one batch on');
    await transport.getByRole('button', { name: 'Stop' }).click();
    await page.waitForTimeout(800);
    await shoot('Train, stopped');
  },
};

const done: Walk = {
  name: 'done',
  inDocuments: true,
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    await train(page, { ...SMALL });
    await train(page, { ...SMALL, augment: { flip: {}, noise: {} } });
    await train(page, { ...SMALL, augment: { flip: {} }, balance: { name: 'upsample' }, normalise: 'train' });
    for (const tab of ['Train', 'Results', 'Compare', 'Data']) {
      await turnTo(page, tab);
      await page.waitForTimeout(1500);
      await shoot(`${tab}, 2D`);
    }
  },
};

const colour: Walk = {
  name: 'colour',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    await dropFile(page, 'stained tissue.npz', colourSet());
    await train(page, { ...SMALL });
    await train(page, { ...SMALL, augment: { flip: {} } });
    for (const tab of ['Train', 'Results', 'Compare', 'Data']) {
      await turnTo(page, tab);
      await page.waitForTimeout(1500);
      await shoot(`${tab}, colour, four classes`);
    }
  },
};

const volumes: Walk = {
  name: '3D',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    await load(page, {
      kind: 'phantom',
      settings: { shape: 'nodule', images: 240, positiveFraction: 0.3, labelNoise: 0, seed: 7 },
    });
    await train(page, { width: 2, batch: 16, epochs: 3 });
    for (const tab of ['Train', 'Results', 'Data']) {
      await turnTo(page, tab);
      await page.waitForTimeout(2500);
      await shoot(`${tab}, 3D`);
    }
  },
};

const study: Walk = {
  name: 'study',
  inDocuments: true,
  go: async ({ page, origin, shoot }) => {
    const plan = parseStudy({
      name: 'Which augmentation helps',
      base: { ...SMALL, epochs: 4, dataset: { kind: 'phantom', shape: 'pneumonia', images: 600 } },
      factors: [{ subsets: ['flip', 'noise'] }],
      seeds: [1, 2, 3],
    });
    await open(page, `${origin}/#/study?plan=${studyToLink(plan)}`);
    await page.waitForTimeout(800);
    await shoot('Study, planned');
    await page.getByRole('button', { name: /^Train \d+ runs?$/ }).click();
    const status = page.locator('[data-runs-done]');
    await status.getByText(/[4-9] of 12 runs/).waitFor({ timeout: 120_000 });
    await shoot('Study, training');
    await status.getByText('done').waitFor({ timeout: 180_000 });
    await page.waitForTimeout(1000);
    await shoot('Study, done');
    await page.getByRole('combobox', { name: /^Your bet/ }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Open the test part of this study' }).click();
    await page.waitForTimeout(1500);
    await shoot('Study, test part opened');
  },
};

const longNames: Walk = {
  name: 'long names',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    await dropFile(page, `${LONG_NAME.replaceAll(' ', '_')}.npz`, colourSet());
    await train(page, { ...SMALL, epochs: 2 });
    await train(page, {
      ...{ ...SMALL, epochs: 2, patience: 1, balance: { name: 'upsample-augmented' } },
      augment: { flip: {}, noise: {}, rotation: {}, shift: {} },
    });
    const runs = page.getByRole('region', { name: 'Runs' });
    await runs
      .getByRole('button', { name: /^More about/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill(LONG_NAME);
    await page.keyboard.press('Enter');
    for (const tab of ['Train', 'Results', 'Compare', 'Data']) {
      await turnTo(page, tab);
      await page.waitForTimeout(1500);
      await shoot(`${tab}, long names`);
    }
  },
};

const errors: Walk = {
  name: 'errors',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/data`);
    await dropFile(page, 'notes.npz', new TextEncoder().encode('This is no archive.'));
    await page.waitForTimeout(500);
    await shoot('Data, a file that is none');
    await page.reload();
    await open(page, `${origin}/#/train`);
    await train(page, {
      ...{ ...SMALL, loss: { name: 'cross-entropy' }, optimizer: { name: 'sgd', learningRate: 10 } },
    });
    await page.waitForTimeout(800);
    await shoot('Train, diverged');
  },
};

/** In the order of the sheet. */
export const WALKS: readonly Walk[] = [
  firstVisit,
  empty,
  training,
  done,
  colour,
  volumes,
  study,
  ...MODEL_WALKS,
  teaching,
  longNames,
  errors,
];
