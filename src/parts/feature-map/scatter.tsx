import { useElementSize, useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { lassoed, type Point } from '../../lab/features/lasso.ts';
import type { FeatureMap } from '../../worker/protocol-model-jobs.ts';
import classes from './feature-map.module.css';
import { type Frame, frameOf, nearestPoint } from './frame.ts';

/** Of the canvas, in pixels: three quarters of its width, within these. */
const [LOWEST, HIGHEST] = [280, 440];
const RADIUS = 3;
/** Of what is not chosen, where something is. */
const FAINT = 0.2;
const MOVE_MS = 250;
/** How near the pointer has to be, and what a step of the ring is, in pixels. */
const REACH = 10;
const STEP = 12;
/** Of the ring that is moved by keys, in pixels. */
const [SMALLEST_RING, FIRST_RING, LARGEST_RING] = [8, 40, 240];
/** A path that is shorter is a click. */
const FEWEST_PLACES = 4;

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * The points of a map, and a lasso around some of them: drawn by hand, or as a ring that the arrow keys move, + and − size
 * and Enter closes.
 */
export function Scatter({
  map,
  reference,
  colours,
  chosen,
  label,
  onChoose,
  onHover,
}: {
  map: FeatureMap;
  /** The map that the others move from and to. */
  reference: FeatureMap;
  colours: readonly string[];
  chosen: ReadonlySet<number>;
  label: string;
  onChoose: (points: readonly number[]) => void;
  onHover: (point: number | null) => void;
}) {
  const { ref: box, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [path, setPath] = useState<readonly Point[]>([]);
  const [ring, setRing] = useState<Ring | null>(null);
  const height = clamp(Math.round(0.75 * width), LOWEST, HIGHEST);
  const frame = useMemo(() => frameOf([reference, map], width, height), [reference, map, width, height]);
  const places = useMoving(map);
  useEffect(() => {
    if (width > 0) draw(canvas.current!, places, frame, { width, height, colours, chosen, path, ring });
  }, [places, frame, width, height, colours, chosen, path, ring]);

  const at = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const within = (pixels: readonly Point[]) =>
    lassoed(
      map.x,
      map.y,
      pixels.map(({ x, y }) => ({ x: frame.fromX(x), y: frame.fromY(y) })),
    );
  const keyDown = (event: KeyboardEvent) => {
    const now = ring ?? { x: width / 2, y: height / 2, radius: FIRST_RING };
    const next = movedRing(now, event.key);
    if (next) setRing({ ...next, x: clamp(next.x, 0, width), y: clamp(next.y, 0, height) });
    else if (event.key === 'Enter' && ring) onChoose(within(circle(ring)));
    else if (event.key === 'Escape' && (ring || chosen.size > 0)) {
      setRing(null);
      onChoose([]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className={classes.stage}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes keys of its own, and its table stands below */}
      <canvas
        ref={canvas}
        className={classes.canvas}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-description="Arrow keys move a ring, plus and minus change its size, Enter chooses the images in it, Escape lets go."
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setRing(null);
          setPath([at(event)]);
        }}
        onPointerMove={(event) => {
          const place = at(event);
          if (event.currentTarget.hasPointerCapture(event.pointerId)) setPath((before) => [...before, place]);
          else onHover(nearestPoint(map, frame, place, REACH));
        }}
        onPointerUp={() => {
          onChoose(path.length < FEWEST_PLACES ? [] : within(path));
          setPath([]);
        }}
        onPointerCancel={() => setPath([])}
        onPointerLeave={() => onHover(null)}
        onKeyDown={keyDown}
        onBlur={() => setRing(null)}
      />
    </div>
  );
}

function movedRing(ring: Ring, key: string): Ring | null {
  switch (key) {
    case 'ArrowLeft':
      return { ...ring, x: ring.x - STEP };
    case 'ArrowRight':
      return { ...ring, x: ring.x + STEP };
    case 'ArrowUp':
      return { ...ring, y: ring.y - STEP };
    case 'ArrowDown':
      return { ...ring, y: ring.y + STEP };
    case '+':
    case '=':
      return { ...ring, radius: Math.min(LARGEST_RING, ring.radius * 1.25) };
    case '-':
      return { ...ring, radius: Math.max(SMALLEST_RING, ring.radius / 1.25) };
    default:
      return null;
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function circle({ x, y, radius }: Ring): readonly Point[] {
  return Array.from({ length: 64 }, (_, at) => ({
    x: x + radius * Math.cos((at * Math.PI) / 32),
    y: y + radius * Math.sin((at * Math.PI) / 32),
  }));
}

interface Places {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** The places of a map, on their way from those of the one before where both are of the same images. */
function useMoving(map: FeatureMap): Places {
  const still = useReducedMotion() ?? true;
  const [places, setPlaces] = useState<Places>(map);
  const latest = useRef<{ map: FeatureMap; places: Places }>({ map, places: map });
  useEffect(() => {
    const { map: before, places: from } = latest.current;
    // From one plane to another there is no way to go.
    const isSame = before.ids.length === map.ids.length && (before.axes === null) === (map.axes === null);
    if (still || !isSame || from === map) {
      latest.current = { map, places: map };
      setPlaces(map);
      return;
    }
    const begun = performance.now();
    let request = 0;
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, now - begun) / MOVE_MS);
      const eased = 1 - (1 - share) ** 3;
      const between = (one: ArrayLike<number>, other: Float32Array) =>
        other.map((value, at) => one[at]! + (value - one[at]!) * eased);
      const next = share === 1 ? map : { x: between(from.x, map.x), y: between(from.y, map.y) };
      latest.current = { map, places: next };
      setPlaces(next);
      if (share < 1) request = requestAnimationFrame(step);
    };
    request = requestAnimationFrame(step);
    return () => cancelAnimationFrame(request);
  }, [map, still]);
  return places.x.length === map.x.length ? places : map;
}

function draw(
  canvas: HTMLCanvasElement,
  { x, y }: Places,
  { toX, toY }: Frame,
  {
    width,
    height,
    colours,
    chosen,
    path,
    ring,
  }: {
    width: number;
    height: number;
    colours: readonly string[];
    chosen: ReadonlySet<number>;
    path: readonly Point[];
    ring: Ring | null;
  },
): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const layers = { faint: new Map<string, Path2D>(), plain: new Map<string, Path2D>() };
  for (let at = 0; at < x.length; at++) {
    const layer = chosen.size > 0 && !chosen.has(at) ? layers.faint : layers.plain;
    const dots = layer.get(colours[at]!) ?? new Path2D();
    layer.set(colours[at]!, dots);
    const [left, top] = [toX(x[at]!), toY(y[at]!)];
    dots.moveTo(left + RADIUS, top);
    dots.arc(left, top, RADIUS, 0, 2 * Math.PI);
  }
  for (const [layer, alpha] of [
    [layers.faint, FAINT],
    [layers.plain, 0.9],
  ] as const) {
    context.globalAlpha = alpha;
    for (const [colour, dots] of layer) {
      context.fillStyle = colour;
      context.fill(dots);
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = '#f2f4f7';
  context.lineWidth = 1.5;
  const line = ring ? circle(ring) : path;
  if (line.length < 2) return;
  context.beginPath();
  for (const { x: left, y: top } of line) context.lineTo(left, top);
  context.closePath();
  context.setLineDash([5, 4]);
  context.fillStyle = '#f2f4f71f';
  context.fill();
  context.stroke();
}
