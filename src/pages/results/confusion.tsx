import { SegmentedControl } from '@mantine/core';
import { type CSSProperties, useState } from 'react';
import { className } from '../../lab/class-name.ts';
import { MOST_NAMES } from '../../lab/found-names.ts';
import { answersOf } from '../../lab/results/answer-names.ts';
import type { Answers } from '../../lab/results/answers.ts';
import type { RunRow } from '../../storage/runs.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import { oneStop } from '../../ui/one-stop.ts';
import { classColour } from '../../ui/palettes.ts';
import { Term } from '../../ui/term.tsx';
import { ConfusedPairs } from './confused-pairs.tsx';
import classes from './confusion.module.css';
import { type LiveAnswers, useLive } from './live-answers.ts';
import { imagesWhere, type OpenImages } from './open-images.ts';
import page from './results-page.module.css';

const SHOWN = {
  counts: 'counts',
  rows: 'by row',
  columns: 'by column',
} as const;

const WORDS = {
  counts: 'Images of the class of the row, called as the column says.',
  rows: 'Of the images of each class, the share that is called so: each row sums to 1.',
  columns: 'Of the images called so, the share that is of each class: each column sums to 1.',
} as const satisfies Record<keyof typeof SHOWN, string>;

interface ConfusionProps {
  readonly row: RunRow;
  readonly live: LiveAnswers;
  readonly output: number;
  readonly openImages: OpenImages;
}

/** Strongest tint of a cell, in percent: words must be read on it in both themes. */
const TINT = 45;

/**
 * Which class is called which; of labels, whether the one that is looked at is there and whether it is called. Of many
 * classes the pairs that are taken for each other.
 */
export function Confusion(props: ConfusionProps) {
  const { task, classNames } = props.row.dataset;
  const isTable = task === 'multi-label' || classNames.length <= MOST_NAMES;
  return isTable ? <ConfusionTable {...props} /> : <ConfusedPairs {...props} />;
}

function ConfusionTable({ row: { dataset }, live, output, openImages }: ConfusionProps) {
  const [shown, setShown] = useState<keyof typeof SHOWN>('counts');
  const { part } = live;
  const isLabel = part.task === 'multi-label';
  const names = isLabel ? answersOf(dataset, output) : dataset.classNames.map(className);
  const colourOf = (place: number) =>
    isLabel ? (place === 1 ? classColour(output) : '#8b93a1') : classColour(place);
  const size = names.length;
  const root = useLive<HTMLTableElement>(live, ({ answers }, element) => {
    const counts = countsOf(answers, isLabel, output);
    const [rows, columns] = [rowSums(counts, size), columnSums(counts, size)];
    element.querySelectorAll<HTMLElement>('[data-cell]').forEach((cell, place) => {
      const [own, called] = [Math.floor(place / size), place % size];
      const count = counts[place]!;
      // Counts are tinted as rows are: the classes may be of very unequal size.
      const by = shown === 'columns' ? columns[called]! : rows[own]!;
      const share = by === 0 ? null : count / by;
      const text = shown === 'counts' ? String(count) : formatAuc(share);
      if (cell.textContent !== text) cell.textContent = text;
      cell.style.setProperty('--tint', `${((share ?? 0) * TINT).toFixed(1)}%`);
      cell.setAttribute(
        'aria-label',
        `${count} images of ${names[own]} called ${names[called]}${shown === 'counts' ? '' : `, ${text}`}`,
      );
    });
  });
  const open = (own: number, called: number) => {
    const { answers } = live.figures;
    openImages(
      own === called ? `${names[own]}, called so` : `${names[own]}, called ${names[called]}`,
      imagesWhere(part.count, (image) =>
        isLabel
          ? part.held[output]![image] === own && answers.called[output]![image] === called
          : part.labels[image] === own && answers.called[0]![image] === called,
      ),
    );
  };
  return (
    <section className={page.card} aria-label="Confusion matrix" data-place="confusion">
      <div className={page.head}>
        <h2 className={page.title}>
          <Term of="confusion">Confusion matrix</Term>
        </h2>
        <SegmentedControl
          size="xs"
          aria-label="Figures of the confusion matrix"
          data={Object.entries(SHOWN).map(([value, label]) => ({ value, label }))}
          value={shown}
          onChange={(value) => setShown(value as keyof typeof SHOWN)}
        />
      </div>
      <SavedFigure name="Confusion matrix">
        <div ref={oneStop} className={page.scroll}>
          <table
            ref={root}
            aria-label="Confusion matrix"
            className={classes.matrix}
            data-many={size > 4 || undefined}
          >
            <thead>
              <tr>
                <td />
                {names.map((name) => (
                  <th key={name} scope="col" title={name}>
                    <span className={classes.name}>{size > 4 ? name : `called ${name}`}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {names.map((name, own) => (
                <tr key={name}>
                  <th scope="row" title={name}>
                    <span className={classes.swatch} style={{ background: colourOf(own) }} aria-hidden />
                    {name}
                  </th>
                  {names.map((other, called) => (
                    <td key={other} data-right={own === called || undefined}>
                      <button
                        type="button"
                        className={classes.cell}
                        data-cell=""
                        style={{ '--class': colourOf(own) } as CSSProperties}
                        onClick={() => open(own, called)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </SavedFigure>
      <p className={page.note}>{WORDS[shown]} Press a figure to see its images.</p>
    </section>
  );
}

/** Of labels: is it there, by: is it called. */
function countsOf({ confusion, classes: all }: Answers, isLabel: boolean, output: number): ArrayLike<number> {
  if (!isLabel) return confusion;
  const { found, missed, falseAlarms, passed } = all[output]!;
  return [passed, falseAlarms, missed, found];
}

function whole(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((sum, count) => sum + count, 0);
}

function rowSums(counts: ArrayLike<number>, size: number): number[] {
  return Array.from({ length: size }, (_, row) =>
    whole(Array.from(counts).slice(row * size, (row + 1) * size)),
  );
}

function columnSums(counts: ArrayLike<number>, size: number): number[] {
  return Array.from({ length: size }, (_, column) =>
    whole(Array.from(counts).filter((__, place) => place % size === column)),
  );
}
