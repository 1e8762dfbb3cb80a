import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import classes from './light-table.module.css';
import type { LightTableScene } from './scene.ts';

/** How near to the line a press takes hold of it, in pixels. */
const GRIP = 8;

/** Tiles that Page Up and Page Down leap over. */
const LEAP = 10;

/**
 * The tiles, for pointer and keyboard: a pointer shows what is under it and keeps what is pressed, keys walk through
 * the tiles by score, and up and down their rows.
 */
export function TileCanvas({
  canvas,
  scene,
  count,
  active,
  scores,
  nameOf,
  onHover,
  onChoose,
  onThreshold,
  onOpen,
}: {
  canvas: RefObject<HTMLCanvasElement | null>;
  scene: RefObject<LightTableScene | null>;
  count: number;
  /** The tile that is looked at. */
  active: number | null;
  /** Log-odds by which the tiles lie; null before there are any. */
  scores: Float64Array | null;
  nameOf: (tile: number) => string;
  onHover: (tile: number | null) => void;
  onChoose: (tile: number | null) => void;
  onThreshold: (score: number) => void;
  /** Told of a tile that was pressed, or Enter on the active one. Absent: a press chooses. */
  onOpen?: (tile: number) => void;
}) {
  const dragging = useRef(false);
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top] as const;
  };
  const drag = (x: number) => {
    const score = scene.current?.scoreAt(x);
    if (score !== null && score !== undefined) onThreshold(score);
  };
  const press = (event: PointerEvent<HTMLCanvasElement>) => {
    const [x, y] = at(event);
    const line = scene.current?.thresholdX ?? null;
    if (line !== null && Math.abs(x - line) <= GRIP) {
      dragging.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      onHover(null);
    } else if (onOpen) {
      const tile = scene.current?.hit(x, y) ?? null;
      if (tile !== null) onOpen(tile);
    } else onChoose(scene.current?.hit(x, y) ?? null);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const [x, y] = at(event);
    if (dragging.current) drag(x);
    else if (event.pointerType !== 'touch') {
      const line = scene.current?.thresholdX ?? null;
      event.currentTarget.style.cursor = line !== null && Math.abs(x - line) <= GRIP ? 'ew-resize' : '';
      onHover(scene.current?.hit(x, y) ?? null);
    }
  };
  const order = scene.current?.order ?? new Int32Array(0);
  const place = active === null ? 0 : order.indexOf(active) + 1;
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && active !== null) onOpen?.(active);
    const present = scene.current?.order ?? order;
    const now = active === null ? -1 : present.indexOf(active);
    const rows = ROW_KEYS[event.key];
    const besides = rows && active !== null ? (scene.current?.inRow(active, rows) ?? null) : null;
    const next = besides === null ? stepTo(event.key, now, present.length) : present.indexOf(besides);
    if (next === null) return;
    event.preventDefault();
    onHover(null);
    onChoose(next === -1 ? null : present[next]!);
    // The table may be as high as the window.
    canvas.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      tabIndex={0}
      role="slider"
      aria-label={scores ? 'Images by score' : 'Images, not scored yet'}
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={place}
      aria-valuetext={
        active === null
          ? `${count} images; arrow keys walk through them`
          : spokenTile(nameOf(active), scores?.[active])
      }
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
      onPointerLeave={() => onHover(null)}
      onKeyDown={walk}
    />
  );
}

/** For instance "clear, image 87, score 0.32". @param score as log-odds; none before the images are scored */
export function spokenTile(name: string, score: number | undefined): string {
  return score === undefined ? name : `${name}, score ${probabilityOf(score).toFixed(2)}`;
}

/** Keys that lead to another row. */
const ROW_KEYS: Readonly<Record<string, 1 | -1>> = { ArrowUp: 1, ArrowDown: -1 };

/** Where a key leads in the order; -1 leaves the tiles, null is no key of ours. */
function stepTo(key: string, now: number, count: number): number | null {
  const within = (place: number) => Math.min(count - 1, Math.max(0, place));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return within(now + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return now < 0 ? count - 1 : within(now - 1);
    case 'PageUp':
      return within(now + LEAP);
    case 'PageDown':
      return within(now - LEAP);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'Escape':
      return -1;
    default:
      return null;
  }
}
