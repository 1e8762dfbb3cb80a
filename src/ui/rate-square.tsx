import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react';
import { type BandPoint, bandPath, curvePath } from './chart/curve.ts';
import { across, HEIGHT, LEFT, SIDE, TOP, up, WIDTH } from './chart/unit-square.ts';
import { UnitSquareAxes } from './chart/unit-square-axes.tsx';
import classes from './rate-square.module.css';
import { movedByKey } from './slider-keys.ts';
import type { Point } from './thin-points.ts';

/** Takes where the threshold is on the curve, as often as there are frames. */
export interface RateSquareView {
  /** Null: it is nowhere on it. @param said for who does not see it */
  show(point: Point | null, said: string): void;
}

/** How far a pointer may move in a press that is no drag, in pixels. */
const STILL = 4;

/**
 * Two shares against each other over all thresholds, as a square: a share is as long upwards as it is to the right. The point
 * of the threshold is moved by pointer and by key; pressed, it opens what is behind it.
 */
export function RateSquare({
  view,
  label,
  points,
  band,
  colour,
  reference,
  axes,
  onPick,
  onOpen,
}: {
  view: RefObject<RateSquareView | null>;
  label: string;
  /** In the order of the thresholds, the highest first. */
  points: readonly Point[];
  /** Null while it is worked out. */
  band: readonly BandPoint[] | null;
  colour: string;
  /** What guessing reaches: a line from one point to another. */
  reference: { readonly from: Point; readonly to: Point; readonly label: string };
  axes: { readonly x: string; readonly y: string };
  /** @param place in the points */
  onPick: (place: number) => void;
  onOpen: () => void;
}) {
  const dot = useRef<SVGGElement>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const shown = useRef<Point | null>(null);
  useImperativeHandle(view, () => ({
    show(point, said) {
      shown.current = point;
      const mark = dot.current;
      if (!mark) return;
      mark.setAttribute('visibility', point ? 'visible' : 'hidden');
      mark.setAttribute('aria-valuetext', said);
      if (!point) return;
      mark.setAttribute('aria-valuenow', point.y.toFixed(3));
      mark.setAttribute('transform', `translate(${across(point.x).toFixed(2)} ${up(point.y).toFixed(2)})`);
    },
  }));
  const path = useMemo(() => curvePath(points, across, up), [points]);
  const area = useMemo(() => (band ? bandPath(band, across, up) : ''), [band]);

  /** Null: not being pressed. */
  const press = useRef<{ x: number; y: number; onDot: boolean; moved: boolean } | null>(null);
  const pick = (event: PointerEvent) => {
    const box = drawing.current!.getBoundingClientRect();
    const scale = WIDTH / box.width;
    const x = ((event.clientX - box.left) * scale - LEFT) / SIDE;
    const y = 1 - ((event.clientY - box.top) * scale - TOP) / SIDE;
    onPick(nearest(points, { x, y }));
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const onDot = dot.current?.contains(event.target as Node) ?? false;
    press.current = { x: event.clientX, y: event.clientY, onDot, moved: false };
    if (!onDot) pick(event);
  };
  const move = (event: PointerEvent) => {
    const held = press.current;
    if (!held) return;
    held.moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL;
    if (held.moved) pick(event);
  };
  const release = () => {
    const held = press.current;
    press.current = null;
    if (held?.onDot && !held.moved) onOpen();
  };
  const walk = (event: KeyboardEvent) => {
    const now = shown.current ? nearest(points, shown.current) : 0;
    const to = movedByKey(event, now, { step: 1, stride: 10, first: 0, last: points.length - 1 });
    if (event.key === 'Enter') onOpen();
    else if (to === undefined) return;
    else onPick(to);
    event.preventDefault();
  };
  return (
    <svg
      ref={drawing}
      className={classes.square}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-label={label}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <UnitSquareAxes {...axes} />
      <path
        className={classes.reference}
        d={`M${across(reference.from.x)},${up(reference.from.y)}L${across(reference.to.x)},${up(reference.to.y)}`}
      />
      <path className={classes.band} d={area} style={{ fill: colour }} data-band={band ? '' : undefined} />
      <path className={classes.curve} d={path} style={{ stroke: colour }} />
      <g
        ref={dot}
        className={classes.dot}
        role="slider"
        tabIndex={0}
        aria-label={`Threshold on the curve of ${label}`}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={0}
        visibility="hidden"
        onKeyDown={walk}
      >
        <circle r={16} className={classes.reach} />
        <circle r={6} />
      </g>
    </svg>
  );
}

function nearest(points: readonly Point[], { x, y }: Point): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  points.forEach((point, place) => {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}
