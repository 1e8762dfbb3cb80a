import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { movedByKey } from '../slider-keys.ts';
import type { LightTableScene } from './scene.ts';
import classes from './threshold-handle.module.css';

/** In pixels; the scene knows where the axis ends. */
const KEYS = { step: 4, stride: 40, first: 0, last: Number.MAX_SAFE_INTEGER };

/** The grip of the threshold, on the axis below the line. It is moved by the scene, not by renders. */
export function ThresholdHandle({
  handle,
  scene,
  hidden,
  onThreshold,
}: {
  handle: RefObject<HTMLDivElement | null>;
  scene: RefObject<LightTableScene | null>;
  hidden: boolean;
  onThreshold: (score: number) => void;
}) {
  const held = useRef<number | null>(null);
  const moveTo = (x: number) => {
    const score = scene.current?.scoreAt(x);
    if (score !== null && score !== undefined) onThreshold(score);
  };
  const step = (event: KeyboardEvent) => {
    const now = scene.current?.thresholdX;
    if (now === null || now === undefined) return;
    const to = movedByKey(event, now, KEYS);
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  };
  const press = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    // Where in the grip it was taken: the line must not leap to the pointer.
    held.current = event.clientX - (scene.current?.thresholdX ?? 0);
  };
  return (
    <div
      ref={handle}
      className={classes.handle}
      hidden={hidden}
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      data-handle-of="threshold"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0.5}
      onKeyDown={step}
      onPointerDown={press}
      onPointerMove={(event) => {
        if (held.current !== null) moveTo(event.clientX - held.current);
      }}
      onPointerUp={() => {
        held.current = null;
      }}
      onPointerCancel={() => {
        held.current = null;
      }}
    >
      <span className={classes.grip}>0.50</span>
    </div>
  );
}
