import type { PageModel } from '../lab/own-page/page-model.ts';
import type { Scores } from '../lab/run-record.ts';
import { formatAuc } from '../ui/format.ts';
import { element } from './elements.ts';

/** The card of the model: what it was trained on and how, and what it scored. */
export function about({
  name,
  recipeText,
  recipeHash,
  dataset,
  epoch,
  scores,
  lab,
  images,
}: PageModel): HTMLElement {
  const { counts } = dataset;
  const rows: readonly (readonly [string, string])[] = [
    ['Model', name],
    ['Recipe', recipeText],
    ['Recipe hash', recipeHash],
    ['Weights', `of epoch ${epoch}`],
    ['Validation', scoreText(scores.val)],
    ['Test', scoreText(scores.test)],
    ['Data', dataset.name],
    ['Origin of the data', dataset.origin],
    ['Licence of the data', dataset.licence],
    ['Fingerprint of the data', dataset.fingerprint.slice(0, 12)],
    ['Images', `${counts.train} for training, ${counts.val} for validation, ${counts.test} for the test`],
    ...(images
      ? ([
          [
            'Images on this page',
            `${images.nearest.labels.length} of training, small; ${images.samples.length} of validation`,
          ],
        ] as const)
      : []),
    ['Made with', `the MedMNIST training lab, ${lab}`],
  ];
  const body = rows.map(([term, text]) =>
    element('tr', {}, element('th', { scope: 'row' }, term), element('td', {}, text)),
  );
  return element(
    'section',
    { className: 'about' },
    element('h2', {}, 'About this model'),
    element('div', { className: 'scroll' }, element('table', {}, element('tbody', {}, ...body))),
    element(
      'p',
      { className: 'note' },
      'The epoch was chosen on the validation images, so its validation scores are too high. The whole recipe is in ',
      element('a', { href: 'model.json' }, 'model.json'),
      '.',
    ),
  );
}

function scoreText(score: Scores | null): string {
  if (!score) return 'sealed, or not scored';
  const { auc, acc, interval } = score;
  const range = interval ? ` (95 % interval ${formatAuc(interval[0])} to ${formatAuc(interval[1])})` : '';
  return `AUC ${formatAuc(auc)}${range}, accuracy ${acc.toFixed(3)}`;
}
