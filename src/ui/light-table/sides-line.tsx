import { type RefObject, useImperativeHandle, useRef } from 'react';
import { falseAlarmsText, type OperatingPoint } from '../../lab/light-table/operating-point.ts';
import classes from './light-table.module.css';

/** Takes what the threshold makes, as often as there are frames. */
export interface SidesView {
  show(point: OperatingPoint | null): void;
}

/**
 * Right under the table, where the eye is while the threshold is dragged: what lies on either side of it, and the image that
 * is walked to. Spoken it is by the sliders.
 */
export function SidesLine({
  view,
  active,
  isScored,
}: {
  view: RefObject<SidesView | null>;
  /** The image that is looked at, in words. */
  active: string | null;
  isScored: boolean;
}) {
  const no = useRef<HTMLSpanElement>(null);
  const yes = useRef<HTMLSpanElement>(null);
  useImperativeHandle(view, () => ({
    show(point) {
      if (no.current)
        no.current.textContent = point ? `${point.passed} cleared · ${point.missed} missed` : '';
      if (yes.current) {
        yes.current.textContent = point ? `${falseAlarmsText(point)} · ${point.found} found` : '';
      }
    },
  }));
  return (
    <div className={classes.sides} aria-hidden>
      <span ref={no} />
      <span className={classes.walked}>{active ?? (isScored ? '' : 'not scored yet')}</span>
      <span ref={yes} />
    </div>
  );
}
