import { className } from '../../lab/class-name.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { MOST_NAMES } from '../../lab/found-names.ts';
import type { ReportFigure } from '../../lab/report/lab-report.ts';
import type { OutputLook, PartLook } from '../../lab/report/look-at-part.ts';
import { rateText } from '../../lab/report/words.ts';
import { answersOf } from '../../lab/results/answer-names.ts';
import { formatAuc } from '../../lab/study/verdict.ts';
import { classColour } from '../palettes.ts';
import { type ConfusionPanel, confusionFigure } from './confusion-figure.ts';
import { mistakesFigure } from './mistakes-figure.ts';
import { type SquarePanel, squareFigure } from './square-figures.ts';
import type { Drawing } from './svg.ts';

/** Colour of what is no class. */
const REST = '#8b93a1';

const PART_WORDS = { val: 'validation', test: 'test' } as const;

/**
 * The figures of one part of one run: ROC, precision and recall, confusion, reliability and mistakes.
 *
 * @param pictures addresses of the mistakes' pictures, in their order; null where the set is not at hand
 */
export function lookFigures(
  letter: string,
  colour: string,
  dataset: DatasetSummary,
  look: PartLook,
  pictures: readonly string[] | null,
): readonly ReportFigure[] {
  const { part, images, outputs, wrong, mistakes, reliability } = look;
  const { classNames } = dataset;
  const isMany = classNames.length > MOST_NAMES;
  const which = isMany ? ` The first ${MOST_NAMES} of ${classNames.length}.` : '';
  const on = `${images.toLocaleString('en')} ${PART_WORDS[part]} images`;
  const figure = (kind: string, title: string, note: string, drawn: Drawing): ReportFigure => ({
    file: `${letter}-${part}-${kind}`,
    title: `${letter}: ${title}, ${PART_WORDS[part]}`,
    note: `${letter}, ${on}. ${note}`,
    ...drawn,
  });
  const colourOf = (output: number) => (outputs.length === 1 ? colour : classColour(output));
  return [
    figure(
      'roc',
      'ROC',
      `Found over false alarms, over all thresholds; in brackets 95 % intervals. Band: 95 % over other draws of the images. Dashed: guessing. Ring: the threshold.${which}`,
      squareFigure(
        `ROC of ${letter} on ${on}`,
        outputs.map((output, place) => rocPanel(output, colourOf(place), look, place)),
      ),
    ),
    figure(
      'precision-recall',
      'precision and recall',
      `How many of those called so are, over how many are found; in brackets 95 % intervals. Band: 95 % over other draws of the images. Dashed: guessing. Ring: the threshold.${which}`,
      squareFigure(
        `Precision over sensitivity of ${letter} on ${on}`,
        outputs.map((output, place) => precisionPanel(output, colourOf(place), look, place)),
      ),
    ),
    ...(isMany
      ? []
      : [
          figure(
            'confusion',
            'confusion matrix',
            'Images of the class of the row, called as the column says.',
            confusionFigure(`Confusion matrix of ${letter} on ${on}`, confusionPanels(dataset, look)),
          ),
        ]),
    figure(
      'reliability',
      'reliability',
      'Ten groups of images with similar scores, with 95 % intervals; on the dashed line scores hold as probabilities.',
      squareFigure(
        `Reliability of ${letter} on ${on}`,
        reliability.map(
          ({ name, bins, error, chance }, place): SquarePanel => ({
            title: name,
            aside: `calibration error ${formatAuc(error)}; chance explains up to ${formatAuc(chance.high)}`,
            colour: colourOf(place),
            axes: { x: `score for ${name}`, y: 'share that came true' },
            reference: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
            ...{ points: null, band: null, mark: null },
            dots: bins.map(({ promised, kept, interval }) => ({ x: promised, y: kept, interval })),
          }),
        ),
      ),
    ),
    ...(mistakes.length === 0
      ? []
      : [
          figure(
            'mistakes',
            'mistakes',
            `The ${mistakes.length === wrong ? '' : `${mistakes.length} worst of `}${wrong.toLocaleString('en')} mistakes, the most wrong first.${pictures ? '' : ' Their set was not loaded, so they are told by their numbers.'}`,
            mistakesFigure(
              `Mistakes of ${letter} on ${on}`,
              mistakes.map(({ image, is, called }, place) => ({
                ...{ is, called, number: image + 1, picture: pictures?.[place] ?? null },
              })),
            ),
          ),
        ]),
  ];
}

const NO_CURVE = 'all images are of one kind, so there is no curve';

function shareTitle(yes: string, positives: number, negatives: number): string {
  return `${yes}: ${positives} of ${positives + negatives} images`;
}

function rocPanel(output: OutputLook, colour: string, look: PartLook, place: number): SquarePanel {
  const { yes, no, auc, curves, bands } = output;
  const { positives, negatives, found, alarms } = countsOf(look, place);
  return {
    title: shareTitle(yes, positives, negatives),
    aside: curves ? `AUC ${rateText(auc)}` : NO_CURVE,
    colour,
    axes: { x: `false alarms, of ${no}`, y: `found, of ${yes}` },
    reference: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    points: curves?.roc ?? null,
    band: bands?.roc ?? null,
    mark: curves ? { x: alarms / negatives, y: found / positives } : null,
    dots: [],
  };
}

function precisionPanel(output: OutputLook, colour: string, look: PartLook, place: number): SquarePanel {
  const { yes, curves, bands } = output;
  const { positives, negatives, found, alarms } = countsOf(look, place);
  const share = positives / Math.max(1, positives + negatives);
  const average = rateText({
    value: curves?.averagePrecision ?? null,
    interval: bands?.averagePrecision ?? null,
  });
  return {
    title: shareTitle(yes, positives, negatives),
    aside: curves ? `average precision ${average}` : NO_CURVE,
    colour,
    axes: { x: `found, of ${yes}`, y: `right, of what is called ${yes}` },
    reference: [
      { x: 0, y: share },
      { x: 1, y: share },
    ],
    points: curves?.precisionRecall ?? null,
    band: bands?.precisionRecall ?? null,
    mark: curves && found + alarms > 0 ? { x: found / positives, y: found / (found + alarms) } : null,
    dots: [],
  };
}

/** What became of the images at the threshold; a binary set's output is that of its second class. */
function countsOf({ answers, scored }: PartLook, output: number) {
  const { found, missed, falseAlarms, passed } = answers.classes[scored.task === 'binary' ? 1 : output]!;
  return { found, alarms: falseAlarms, positives: found + missed, negatives: falseAlarms + passed };
}

function confusionPanels(dataset: DatasetSummary, { answers, scored, outputs }: PartLook): ConfusionPanel[] {
  if (scored.task !== 'multi-label') {
    const names = dataset.classNames.map(className);
    return [
      { title: 'Images', names, colours: names.map((_, own) => classColour(own)), counts: answers.confusion },
    ];
  }
  return outputs.map(({ yes }, output) => {
    const { found, missed, falseAlarms, passed } = answers.classes[output]!;
    return {
      title: yes,
      names: [...answersOf(dataset, output)],
      colours: [REST, classColour(output)],
      counts: [passed, falseAlarms, missed, found],
    };
  });
}
