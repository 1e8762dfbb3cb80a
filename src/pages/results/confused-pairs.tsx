import { useState } from 'react';
import { className } from '../../lab/class-name.ts';
import { confusedPairs } from '../../lab/results/confused-pairs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc, formatCount } from '../../ui/format.ts';
import { classColour } from '../../ui/palettes.ts';
import { Term } from '../../ui/term.tsx';
import classes from './class-table.module.css';
import { type LiveAnswers, useLive } from './live-answers.ts';
import { imagesWhere, type OpenImages } from './open-images.ts';
import page from './results-page.module.css';

const MOST_PAIRS = 20;

/** In the place of a confusion matrix of so many classes that nobody could read it. */
export function ConfusedPairs({
  row: { dataset },
  live,
  openImages,
}: {
  row: RunRow;
  live: LiveAnswers;
  openImages: OpenImages;
}) {
  const { part } = live;
  const [{ pairs, all }, setFound] = useState(() =>
    confusedPairs(live.figures.answers.confusion, part.classes, MOST_PAIRS),
  );
  const root = useLive<HTMLTableElement>(live, ({ answers }) => {
    const next = confusedPairs(answers.confusion, part.classes, MOST_PAIRS);
    setFound((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  });
  const nameOf = (label: number) => className(dataset.classNames[label]!);
  return (
    <section className={page.card} aria-label="Confusion matrix" data-place="confusion">
      <h2 className={page.title}>
        Taken for each other (<Term of="confusion">confusion matrix</Term>)
      </h2>
      <SavedFigure name="Classes taken for each other">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={page.scroll} tabIndex={0} aria-label="Table of confused classes">
          <table ref={root} className={classes.table}>
            <thead>
              <tr>
                <th scope="col">images of</th>
                <th scope="col">called</th>
                <th scope="col">images</th>
                <th scope="col">of the class</th>
              </tr>
            </thead>
            <tbody>
              {pairs.map(({ own, called, images, share }) => (
                <tr key={`${own} ${called}`}>
                  <th scope="row">
                    <button
                      type="button"
                      className={page.link}
                      title="Show these images"
                      onClick={() =>
                        openImages(
                          `${nameOf(own)}, called ${nameOf(called)}`,
                          imagesWhere(
                            part.count,
                            (image) =>
                              part.labels[image] === own && live.figures.answers.called[0]![image] === called,
                          ),
                        )
                      }
                    >
                      <span className={classes.swatch} style={{ background: classColour(own) }} aria-hidden />
                      {nameOf(own)}
                    </button>
                  </th>
                  <td>{nameOf(called)}</td>
                  <td>{formatCount(images)}</td>
                  <td>{formatAuc(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </SavedFigure>
      <p className={page.note}>
        {all === 0
          ? 'No class is taken for another.'
          : `${pairs.length} of ${formatCount(all)} pairs, the most images first: a matrix of ${formatCount(part.classes)} classes would be too large to read. Press a class to see its images.`}
      </p>
    </section>
  );
}
