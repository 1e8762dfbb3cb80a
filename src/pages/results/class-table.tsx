import { useMemo } from 'react';
import { className } from '../../lab/class-name.ts';
import { type ClassAucs, worstFirst } from '../../lab/results/class-aucs.ts';
import {
  accuracyRates,
  classRates,
  macroRates,
  RATE_NAMES,
  type Rate,
} from '../../lab/results/class-rates.ts';
import type { RunRow } from '../../storage/runs.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc, formatCount } from '../../ui/format.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { oneStop } from '../../ui/one-stop.ts';
import { classColour } from '../../ui/palettes.ts';
import { Term } from '../../ui/term.tsx';
import classes from './class-table.module.css';
import { intervalText } from './figure-words.ts';
import { type LiveAnswers, type LiveFigures, useLive, writeTexts } from './live-answers.ts';
import { imagesWhere, type OpenImages } from './open-images.ts';
import page from './results-page.module.css';

const COLUMNS = [...RATE_NAMES, 'auc'] as const;
const HEADS = {
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  precision: 'precision',
  f1: 'F1',
  auc: 'AUC',
} as const;

/** Each class or label by itself, with intervals, and their means; accuracy beside that of the lazy model. */
export function ClassTable({
  row: { dataset },
  live,
  aucs,
  openImages,
}: {
  row: RunRow;
  live: LiveAnswers;
  /** Null while they are worked out. */
  aucs: ClassAucs | null;
  openImages: OpenImages;
}) {
  const { part } = live;
  const isLabels = part.task === 'multi-label';
  const kind = isLabels ? 'label' : 'class';
  // Of many the worst are sought. An AUC has no threshold: the rows stay where they are while one is moved.
  const order = useMemo(() => (aucs && part.task !== 'binary' ? worstFirst(aucs) : undefined), [aucs, part]);
  const { shown, search } = useNameSearch(dataset.classNames, isLabels ? 'labels' : 'classes', order);
  const root = useLive<HTMLTableElement>(live, (figures, element) =>
    writeTexts(element, { ...textsOf(live, figures, shown), ...aucTexts(live, aucs, shown) }),
  );
  const openClass = (label: number, name: string) =>
    openImages(
      name,
      imagesWhere(part.count, (image) =>
        isLabels ? part.held[label]![image] === 1 : part.labels[image] === label,
      ),
    );
  return (
    <section className={page.card} aria-label={`Each ${kind} by itself`} data-place="classes">
      <h2 className={page.title}>Each {kind} by itself</h2>
      {search}
      {search && order && <p className={page.note}>The lowest AUC first.</p>}
      <SavedFigure name={`Each ${kind} by itself`}>
        <section ref={oneStop} className={page.scroll} aria-label={`Table of each ${kind}`}>
          <table ref={root} className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{kind}</th>
                <th scope="col">images</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    <Term of={column}>{HEADS[column]}</Term>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((label) => (
                <tr key={label}>
                  <th scope="row">
                    <button
                      type="button"
                      className={page.link}
                      title={`Show the images of ${dataset.classNames[label]}`}
                      onClick={() => openClass(label, className(dataset.classNames[label]!))}
                    >
                      <span
                        className={classes.swatch}
                        style={{ background: classColour(label) }}
                        aria-hidden
                      />
                      {className(dataset.classNames[label]!)}
                    </button>
                  </th>
                  <td data-live={`${label} images`} />
                  {COLUMNS.map((column) => (
                    <RateCell key={column} name={`${label} ${column}`} />
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">macro mean</th>
                <td />
                {COLUMNS.map((column) => (
                  <RateCell key={column} name={`macro ${column}`} />
                ))}
              </tr>
            </tfoot>
          </table>
        </section>
      </SavedFigure>
      <Missing live={live} shown={shown} kind={kind} />
      <Sums live={live} names={dataset.classNames} />
    </section>
  );
}

/** What a dash says, while there is one. */
function Missing({
  live,
  shown,
  kind,
}: {
  live: LiveAnswers;
  shown: readonly number[];
  kind: 'class' | 'label';
}) {
  const root = useLive<HTMLParagraphElement>(live, ({ answers }, element) => {
    const isMissing = shown.some((label) =>
      Object.values(classRates(answers.classes[label]!)).some(({ value }) => value === null),
    );
    const words = isMissing ? `–: no image is, or was called, this ${kind}.` : '';
    if (element.textContent !== words) element.textContent = words;
  });
  return <p ref={root} className={page.note} />;
}

function RateCell({ name }: { name: string }) {
  return (
    <td>
      <span className={classes.value} data-live={name} />
      <span className={classes.interval} data-live={`${name} interval`} />
    </td>
  );
}

/** Balanced accuracy, and accuracy with the line that it must be above to mean anything. */
function Sums({ live, names }: { live: LiveAnswers; names: readonly string[] }) {
  const isLabels = live.part.task === 'multi-label';
  const root = useLive<HTMLDListElement>(live, ({ answers }, element) => {
    const { accuracy, lazy, lazyAnswer } = accuracyRates(live.part, answers);
    const { sensitivity } = macroRates(live.part, answers);
    writeTexts(element, {
      balanced: rateText(sensitivity),
      accuracy: rateText(accuracy),
      lazy:
        lazyAnswer === null
          ? formatAuc(lazy)
          : `${formatAuc(lazy)} (always ${className(names[lazyAnswer]!)})`,
    });
  });
  return (
    <div ref={oneStop}>
      <dl ref={root} className={classes.sums}>
        <div>
          <dt>
            <Term of="balancedAccuracy">{isLabels ? 'mean sensitivity' : 'balanced accuracy'}</Term>
          </dt>
          <dd data-live="balanced" />
        </div>
        <div>
          <dt>
            <Term of="acc">accuracy</Term>
            {isLabels && ' over all labels'}
          </dt>
          <dd data-live="accuracy" />
        </div>
        <div>
          <dt>
            <Term of="lazyModel">lazy model</Term>
          </dt>
          <dd data-live="lazy" />
        </div>
      </dl>
    </div>
  );
}

function rateText(rate: Rate): string {
  const interval = intervalText(rate);
  return `${formatAuc(rate.value)}${interval && ` (${interval})`}`;
}

function textsOf(
  { part }: LiveAnswers,
  { answers }: LiveFigures,
  shown: readonly number[],
): Record<string, string> {
  const texts: Record<string, string> = {};
  const write = (name: string, rate: Rate) => {
    texts[name] = formatAuc(rate.value);
    texts[`${name} interval`] = intervalText(rate);
  };
  for (const label of shown) {
    const counts = answers.classes[label]!;
    texts[`${label} images`] = formatCount(counts.found + counts.missed);
    for (const [name, rate] of Object.entries(classRates(counts))) write(`${label} ${name}`, rate);
  }
  for (const [name, rate] of Object.entries(macroRates(part, answers))) write(`macro ${name}`, rate);
  return texts;
}

/** Both classes of two ask the same question. */
function aucTexts(
  { part }: LiveAnswers,
  aucs: ClassAucs | null,
  shown: readonly number[],
): Record<string, string> {
  const texts: Record<string, string> = {};
  if (!aucs) return texts;
  for (const label of shown) {
    const rate = aucs.byOutput[part.task === 'binary' ? 0 : label]!;
    texts[`${label} auc`] = formatAuc(rate.value);
    texts[`${label} auc interval`] = intervalText(rate);
  }
  texts['macro auc'] = formatAuc(aucs.mean.value);
  texts['macro auc interval'] = intervalText(aucs.mean);
  return texts;
}
