import { type RefObject, useImperativeHandle, useMemo, useRef } from 'react';
import type { LabelValues } from '../../lab/label-values.ts';
import type { OperatingPoint } from '../../lab/light-table/operating-point.ts';
import { rocCurve } from '../../lab/statistics/curves.ts';
import { formatAuc } from '../format.ts';
import classes from './threshold-figures.module.css';

/** Takes what the threshold makes, as often as there are frames. */
export interface ThresholdView {
  show(point: OperatingPoint | null): void;
}

/** Edge of the ROC square in its own units. */
const EDGE = 100;

/** What the threshold finds, misses and wrongly alarms, and where that is on the ROC curve. */
export function ThresholdFigures({
  view,
  labels,
  scores,
  answers: [no, yes],
  colours,
}: {
  view: RefObject<ThresholdView | null>;
  labels: LabelValues;
  /** Null before there are any. */
  scores: Float64Array | null;
  answers: readonly [no: string, yes: string];
  colours: readonly [no: string, yes: string];
}) {
  const list = useRef<HTMLDivElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  useImperativeHandle(view, () => ({
    show(point) {
      const figures = list.current?.querySelectorAll('dd');
      const texts = point ? textsOf(point) : [];
      figures?.forEach((figure, at) => {
        figure.textContent = texts[at] ?? '–';
      });
      const shown = point !== null && point.sensitivity !== null && point.specificity !== null;
      dot.current?.setAttribute('visibility', shown ? 'visible' : 'hidden');
      if (!shown) return;
      dot.current?.setAttribute('cx', String((1 - point.specificity!) * EDGE));
      dot.current?.setAttribute('cy', String((1 - point.sensitivity!) * EDGE));
    },
  }));
  const path = useMemo(() => {
    const both = labels.includes(0) && labels.includes(1);
    if (!scores || !both) return null;
    return rocCurve(labels, scores)
      .map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${(x * EDGE).toFixed(2)},${((1 - y) * EDGE).toFixed(2)}`)
      .join('');
  }, [labels, scores]);
  return (
    <div className={classes.figures}>
      <div ref={list} className={classes.counts}>
        <CountRow name={yes} colour={colours[1]} counts={['found', 'missed', 'sensitivity']} />
        <CountRow name={no} colour={colours[0]} counts={['cleared', 'false alarms', 'specificity']} />
      </div>
      <figure className={classes.roc}>
        <svg viewBox="-3 -3 106 106" role="img" aria-label="ROC curve with the point of the threshold">
          <rect width={EDGE} height={EDGE} className={classes.rocGround} />
          <path d={`M0,${EDGE}L${EDGE},0`} className={classes.rocDiagonal} />
          {path && <path d={`${path}L${EDGE},${EDGE}Z`} className={classes.rocArea} />}
          {path && <path d={path} className={classes.rocCurve} />}
          <circle ref={dot} r={4} className={classes.rocPoint} visibility="hidden" />
        </svg>
        <figcaption>
          <span className={classes.rocUp}>found</span>
          <span className={classes.rocAcross}>false alarms</span>
        </figcaption>
      </figure>
    </div>
  );
}

/** What becomes of the images of one class. */
function CountRow({ name, colour, counts }: { name: string; colour: string; counts: readonly string[] }) {
  return (
    <dl className={classes.countRow} style={{ borderLeftColor: colour }} aria-label={`Of ${name}`}>
      {counts.map((count) => (
        <div key={count}>
          <dt>{count}</dt>
          <dd>–</dd>
        </div>
      ))}
    </dl>
  );
}

/** In the order in which the rows show them. */
function textsOf({ found, missed, falseAlarms, passed, sensitivity, specificity }: OperatingPoint): string[] {
  return [
    String(found),
    String(missed),
    formatAuc(sensitivity),
    String(passed),
    String(falseAlarms),
    formatAuc(specificity),
  ];
}
