import { classFolders, zipOf } from '../src/datasets/testing/image-files.ts';
import { load, open, train, turnTo } from './lab-page.ts';
import type { Walk } from './walk.ts';

const SMALL = { width: 4, batch: 32, epochs: 6 } as const;
const WAIT = { timeout: 120_000 };

/** What a trained model is asked: about one image, about all of them, under stress; and how it goes out. */
const insides: Walk = {
  name: 'insides',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/train`);
    await train(page, { ...SMALL, augment: { noise: {} } });
    const table = page.getByRole('region', { name: 'Light table' });
    await table.getByRole('button', { name: 'What the model sees' }).click();
    await table.getByText(/cosine of their last features/).waitFor(WAIT);
    await shoot('Train, what the model sees');
    await turnTo(page, 'Results');
    const map = page.getByRole('region', { name: 'Map of the features' });
    await map.getByRole('button', { name: 'Draw the map' }).click();
    await map.getByRole('application').waitFor(WAIT);
    const stress = page.getByRole('region', { name: 'Under stress' });
    await stress.getByRole('button', { name: /^Stress/ }).click();
    await stress
      .getByRole('img', { name: /at severity 5/ })
      .last()
      .waitFor(WAIT);
    await shoot('Results, map and stress');
    await turnTo(page, 'Data');
    await page.waitForTimeout(2500);
    await shoot('Data, what the model sees');
    await turnTo(page, 'Train');
    await page
      .getByRole('region', { name: 'Runs' })
      .getByRole('button', { name: /^More about/ })
      .click();
    await page.getByRole('menuitem', { name: 'ONNX' }).waitFor(WAIT);
    await shoot('Train, the menu of a run');
  },
};

const wrongLabels: Walk = {
  name: 'wrong labels',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/data`);
    await load(page, {
      kind: 'phantom',
      settings: { shape: 'pneumonia', images: 300, positiveFraction: 0.4, labelNoise: 0.1, seed: 7 },
    });
    const section = page.getByRole('region', { name: 'Wrong labels' });
    await section.getByLabel('Number of folds').selectOption('3');
    await section.getByRole('button', { name: 'Train 3 folds' }).click();
    await section
      .getByRole('status')
      .getByText(/doubted of/)
      .waitFor(WAIT);
    await section.getByRole('listbox', { name: 'Images' }).focus();
    await page.keyboard.press('w');
    await page.waitForTimeout(600);
    await shoot('Data, wrong labels');
  },
};

const importing: Walk = {
  name: 'import',
  go: async ({ page, origin, shoot }) => {
    await open(page, `${origin}/#/data`);
    const [zip] = zipOf(classFolders(60, 28));
    await page.getByLabel('Choose a file').setInputFiles({
      name: 'lungs by class.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(await zip!.file.arrayBuffer()),
    });
    await page.getByRole('dialog').waitFor(WAIT);
    await page.waitForTimeout(1000);
    await shoot('Data, import window');
  },
};

export const MODEL_WALKS: readonly Walk[] = [insides, wrongLabels, importing];
