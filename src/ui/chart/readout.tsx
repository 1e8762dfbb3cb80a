import { type PointerEvent, use, useRef, useState } from 'react';
import { usePlotArea, useXAxisInverseScale, useXAxisScale, useYAxisScale } from 'recharts';
import { moveCursor, useCursor, type XKind } from './cursor.ts';
import { type Curve, nearestPoint } from './curve.ts';
import classes from './curve-chart.module.css';
import { toldWithin } from './told-apart.ts';
import { holdsLines, type XRange, ZoomContext } from './zoom.ts';

/** Height of a line of the box, and its width about, in pixels. */
const LINE = 16;
const WIDTH = 168;
/** Characters of a name in it. */
const NAME = 16;

/** A drag shorter than this is a click, in pixels: a hand that slips must not empty the chart. */
const DRAG = 24;

const X_NAMES: Readonly<Record<XKind, string>> = { epoch: 'epoch', rate: 'at' };

/**
 * What the named curves say where the pointer is, on all charts of the kind at once. Dragging zooms in.
 */
export function Readout({
  curves,
  format,
  kind,
}: {
  curves: readonly Curve[];
  format: (value: number) => string;
  kind: XKind;
}) {
  const area = usePlotArea();
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  const inverse = useXAxisInverseScale();
  const wanted = useCursor((state) => (state.kind === kind ? state.x : null));
  const { setRange } = use(ZoomContext);
  const dragFrom = useRef<{ pixel: number; x: number } | null>(null);
  /** What a drag under way would show. */
  const [wish, setWish] = useState<XRange | null>(null);
  if (!area || !scaleX || !scaleY || !inverse) return null;
  const valueAt = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    // A drag may go on past the edge.
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Number(inverse(area.x + share * area.width));
  };
  const draggedTo = (event: PointerEvent<SVGRectElement>): XRange | null => {
    const from = dragFrom.current;
    if (!from || Math.abs(event.clientX - from.pixel) < DRAG) return null;
    const to = valueAt(event);
    const range: XRange = from.x < to ? [from.x, to] : [to, from.x];
    return holdsLines(curves, range) ? range : null;
  };
  const endDrag = (event: PointerEvent<SVGRectElement>) => {
    const range = draggedTo(event);
    dragFrom.current = null;
    setWish(null);
    if (range) setRange(kind, range);
  };
  const leave = () => {
    dragFrom.current = null;
    setWish(null);
    moveCursor(kind, null);
  };
  const points = curves.flatMap((curve) => {
    const point = wanted === null || curve.name === null ? undefined : nearestPoint(curve.points, wanted);
    return point ? [{ curve, point }] : [];
  });
  const names = toldWithin(
    points.map(({ curve }) => curve.name ?? ''),
    points.map(() => NAME),
  );
  const at = points[0] ? Number(scaleX(points[0].point.x)) : null;
  return (
    <g aria-hidden>
      {at !== null && (
        <>
          <line x1={at} x2={at} y1={area.y} y2={area.y + area.height} stroke="var(--lab-axis)" />
          {points.map(({ curve, point }) => (
            <circle
              key={curve.id}
              cx={Number(scaleX(point.x))}
              cy={Number(scaleY(point.y))}
              r={3}
              fill={curve.colour}
            />
          ))}
          <g
            transform={`translate(${at > area.x + area.width / 2 ? at - WIDTH - 8 : at + 8},${area.y + 4})`}
            className={classes.readout}
          >
            <rect
              width={WIDTH}
              height={LINE * (points.length + 1) + 8}
              rx={4}
              className={classes.readoutBox}
            />
            <text x={8} y={LINE}>
              {X_NAMES[kind]} {Number(points[0]!.point.x.toFixed(2))}
            </text>
            {points.map(({ curve, point }, index) => (
              <text key={curve.id} x={8} y={LINE * (index + 2)} fill={curve.colour}>
                <tspan fontWeight={600}>
                  {curve.letter ? `${curve.letter} ` : ''}
                  {format(point.y)}
                </tspan>{' '}
                {names[index]}
              </text>
            ))}
          </g>
        </>
      )}
      {wish && (
        <rect
          x={Number(scaleX(wish[0]))}
          y={area.y}
          width={Number(scaleX(wish[1])) - Number(scaleX(wish[0]))}
          height={area.height}
          className={classes.wish}
        />
      )}
      <rect
        x={area.x}
        y={area.y}
        width={area.width}
        height={area.height}
        fill="transparent"
        onPointerMove={(event) => {
          moveCursor(kind, valueAt(event));
          if (dragFrom.current) setWish(draggedTo(event));
        }}
        onPointerLeave={leave}
        onPointerDown={(event) => {
          dragFrom.current = { pixel: event.clientX, x: valueAt(event) };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={endDrag}
      />
    </g>
  );
}
