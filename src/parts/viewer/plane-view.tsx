import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import type { Tiles } from '../../ui/tiles.ts';
import { type Axis, extent, moved, PLANES, planePixels, type Voxel } from './planes.ts';
import classes from './viewer.module.css';

/** Steps that Page Up and Page Down leap over. */
const LEAP = 5;

/** What a key does: along which axis the cross-hair moves, and how far; null is no key of a plane. */
function stepOf({ key, shiftKey }: KeyboardEvent, axis: Axis): readonly [Axis, number] | null {
  const { across, down } = PLANES[axis];
  switch (key) {
    case 'ArrowUp':
      return shiftKey ? [down, -1] : [axis, 1];
    case 'ArrowDown':
      return shiftKey ? [down, 1] : [axis, -1];
    case 'ArrowRight':
      return shiftKey ? [across, 1] : [axis, 1];
    case 'ArrowLeft':
      return shiftKey ? [across, -1] : [axis, -1];
    case 'PageUp':
      return [axis, LEAP];
    case 'PageDown':
      return [axis, -LEAP];
    case 'Home':
      return [axis, Number.NEGATIVE_INFINITY];
    case 'End':
      return [axis, Number.POSITIVE_INFINITY];
    default:
      return null;
  }
}

/**
 * One plane of a volume, with the cross-hair: the wheel and the arrow keys go through the planes, a drag (or Shift with
 * the arrows) moves the cross-hair, and with it the other two.
 */
export function PlaneView({
  volume,
  axis,
  voxel,
  onVoxel,
}: {
  volume: Tiles;
  axis: Axis;
  voxel: Voxel;
  onVoxel: (voxel: Voxel) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { name, across, down } = PLANES[axis];
  const [width, height] = [extent(volume, across), extent(volume, down)];
  const at = voxel[axis];
  const pixels = useMemo(() => planePixels(volume, axis, at), [volume, axis, at]);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);

  const latest = useRef({ voxel, onVoxel });
  useEffect(() => {
    latest.current = { voxel, onVoxel };
  });
  useEffect(() => {
    const element = canvas.current!;
    const scrub = (event: WheelEvent) => {
      // The page stays where it is; React's own listener could not say so.
      event.preventDefault();
      const { voxel: now, onVoxel: tell } = latest.current;
      tell(moved(volume, now, axis, event.deltaY > 0 ? 1 : -1));
    };
    element.addEventListener('wheel', scrub, { passive: false });
    return () => element.removeEventListener('wheel', scrub);
  }, [volume, axis]);

  const point = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (from: number, start: number, length: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(((from - start) / length) * count)));
    onVoxel({
      ...voxel,
      [across]: place(event.clientX, box.left, box.width, width),
      [down]: place(event.clientY, box.top, box.height, height),
    });
  };
  const keyDown = (event: KeyboardEvent) => {
    const step = stepOf(event, axis);
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onVoxel(moved(volume, voxel, ...step));
  };
  return (
    <div className={classes.plane}>
      <canvas
        ref={canvas}
        className={classes.picture}
        width={width}
        height={height}
        tabIndex={0}
        role="slider"
        aria-label={`Through the ${name}`}
        aria-valuemin={1}
        aria-valuemax={extent(volume, axis)}
        aria-valuenow={at + 1}
        aria-valuetext={`${at + 1} of ${extent(volume, axis)}; Shift and arrow keys move the cross-hair`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event);
        }}
        onKeyDown={keyDown}
      />
      <span
        className={classes.upright}
        data-axis={across}
        style={{ left: `${(100 * (voxel[across] + 0.5)) / width}%` }}
      />
      <span
        className={classes.level}
        data-axis={down}
        style={{ top: `${(100 * (voxel[down] + 0.5)) / height}%` }}
      />
      <span className={classes.caption} data-axis={axis}>
        {name} {at + 1}
      </span>
    </div>
  );
}
