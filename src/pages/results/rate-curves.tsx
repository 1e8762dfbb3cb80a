import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo, useRef } from 'react';
import { createRandom } from '../../lab/random.ts';
import { type CurvePoint, rateBands, rateCurves } from '../../lab/results/rate-bands.ts';
import type { BandPoint } from '../../lab/statistics/curves.ts';
import type { Interval } from '../../lab/statistics/intervals.ts';
import { useWork } from '../../state/results/use-work.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import { runColour } from '../../ui/palettes.ts';
import { PictureTable } from '../../ui/picture-table.tsx';
import { RateSquare, type RateSquareView } from '../../ui/rate-square.tsx';
import { Term } from '../../ui/term.tsx';
import { figure, intervalWords, thresholdText } from './figure-words.ts';
import { type LiveAnswers, type LiveFigures, useLive } from './live-answers.ts';
import { imagesWhere, type OpenImages } from './open-images.ts';
import classes from './results-page.module.css';

/** Redraws of the images: enough for the ends of a band to stand still at this size. */
const DRAWS = 400;

/** ROC, and precision over sensitivity, with their bands and the point of the threshold. */
export function RateCurvesSection({
  live,
  output,
  answers: [no, yes],
  colour,
  auc,
  onThreshold,
  openImages,
}: {
  live: LiveAnswers;
  output: number;
  answers: readonly [no: string, yes: string];
  /** Of the run in its palette; null in grey. */
  colour: number | null;
  auc: { readonly value: number | null; readonly interval: Interval | null } | null;
  onThreshold: (score: number) => void;
  openImages: OpenImages;
}) {
  const scheme = useComputedColorScheme('light');
  const { part } = live;
  const [labels, scores] = [part.held[output]!, part.scores[output]!];
  const curves = useMemo(() => rateCurves(labels, scores), [labels, scores]);
  const begin = useCallback(() => rateBands(labels, scores, DRAWS, createRandom(1)), [labels, scores]);
  const bands = useWork(curves ? begin : null);
  const [roc, precision] = [useRef<RateSquareView>(null), useRef<RateSquareView>(null)];
  const asked = part.task === 'binary' ? 1 : output;
  const root = useLive<HTMLElement>(live, ({ answers, thresholds }: LiveFigures) => {
    const { found, missed, falseAlarms, passed } = answers.classes[asked]!;
    const [positives, negatives, called] = [found + missed, falseAlarms + passed, found + falseAlarms];
    const threshold = thresholds[output] ?? null;
    const at = threshold === null ? 'Likeliest class' : `Threshold ${thresholdText(threshold)}`;
    const sensitivity = found / positives;
    roc.current?.show(
      positives > 0 && negatives > 0 ? { x: falseAlarms / negatives, y: sensitivity } : null,
      `${at}: ${found} of ${positives} found, ${falseAlarms} of ${negatives} false alarms. Enter shows what is wrong.`,
    );
    precision.current?.show(
      positives > 0 && called > 0 ? { x: sensitivity, y: found / called } : null,
      `${at}: ${found} of ${positives} found, ${found} of ${called} called ${yes} are. Enter shows what is wrong.`,
    );
  });
  if (!curves) {
    return <p className={classes.note}>All images of this part are of one kind, so there are no curves.</p>;
  }
  const share = curves.positives / (curves.positives + curves.negatives);
  const openWrong = () => {
    const { called } = live.figures.answers;
    const column = part.task === 'multi-label' ? called[output]! : called[0]!;
    const wanted = part.task === 'multi-label' ? 1 : asked;
    openImages(
      `Wrong about ${yes}`,
      imagesWhere(part.count, (image) => (column[image] === wanted) !== (labels[image] === 1)),
    );
  };
  const shared = { colour: runColour(colour, scheme), onOpen: openWrong };
  const pickFrom = (points: readonly CurvePoint[]) => (place: number) =>
    onThreshold(points[place]!.threshold);
  return (
    <section ref={root} className={classes.pair} aria-label="Curves over all thresholds">
      <div className={classes.card}>
        <h2 className={classes.title}>
          <Term of="roc">ROC</Term>: AUC {auc?.value == null ? '' : figure(auc.value)}
          <span className={classes.aside}>{intervalWords(auc?.interval ?? null)}</span>
        </h2>
        <SavedFigure name="ROC">
          <RateSquare
            view={roc}
            label="ROC"
            points={curves.roc}
            band={bands?.roc ?? null}
            reference={{ from: { x: 0, y: 0 }, to: { x: 1, y: 1 }, label: 'coin toss' }}
            axes={{ x: `false alarms, of ${no}`, y: `found, of ${yes}` }}
            onPick={pickFrom(curves.roc)}
            {...shared}
          />
        </SavedFigure>
        <BandTable band={bands?.roc ?? null} heads={['false alarms', 'found', 'band from', 'to']} />
      </div>
      <div className={classes.card}>
        <h2 className={classes.title}>
          <Term of="precisionRecall">Precision</Term>: on average {figure(curves.averagePrecision)}
          <span className={classes.aside}>{intervalWords(bands?.averagePrecision ?? null)}</span>
        </h2>
        <SavedFigure name="Precision and sensitivity">
          <RateSquare
            view={precision}
            label="precision"
            points={curves.precisionRecall}
            band={bands?.precisionRecall ?? null}
            reference={{ from: { x: 0, y: share }, to: { x: 1, y: share }, label: 'guessing' }}
            axes={{ x: `found, of ${yes}`, y: `right, of what is called ${yes}` }}
            onPick={pickFrom(curves.precisionRecall)}
            {...shared}
          />
        </SavedFigure>
        <BandTable band={bands?.precisionRecall ?? null} heads={['found', 'precision', 'band from', 'to']} />
      </div>
      <p className={classes.note}>
        Drag the point, or press the curve, to move the threshold; press the point to see the images that are
        wrong there. Band: 95 % over other draws of the images. Dashed: guessing.
        {part.task === 'multi-class' &&
          ' Without a threshold the likeliest class wins, and the point lies beside the curve.'}
      </p>
    </section>
  );
}

/** What a picture shows, in tenths. */
function BandTable({ band, heads }: { band: readonly BandPoint[] | null; heads: readonly string[] }) {
  if (!band) return null;
  const rows = () =>
    band.filter((_, step) => step % 10 === 0).map(({ x, y, low, high }) => [x, y, low, high].map(formatAuc));
  return <PictureTable heads={heads} rows={rows} />;
}
