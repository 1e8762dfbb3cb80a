import { ActionIcon } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { projectVolume } from '../../ui/light-table/turning-volume.ts';
import type { Tiles } from '../../ui/tiles.ts';
import classes from './viewer.module.css';
import { drawByShader, type VolumeDrawer } from './volume-shader.ts';

/** A whole turn, in milliseconds. */
const TURN_MS = 12_000;
/** Edge of the picture that the graphics processor draws, in pixels. */
const EDGE = 256;
/** What an arrow key turns by, in radians. */
const KEY_TURN = Math.PI / 12;

/**
 * A volume that turns: by itself, unless less motion is wanted, and by a drag or the arrow keys. Drawn by WebGL 2 where
 * the device has one, else by the processor.
 */
export function TurningView({ volume }: { volume: Tiles }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion() ?? true;
  const [paused, setPaused] = useState(false);
  const angle = useRef(0);
  const drawer = useRef<VolumeDrawer | null>(null);
  const [degrees, setDegrees] = useState(0);
  const turns = !still && !paused;

  useEffect(() => {
    drawer.current = drawByShader(canvas.current!, volume) ?? drawByProcessor(canvas.current!, volume);
    drawer.current.draw(angle.current);
    return () => drawer.current?.dispose();
  }, [volume]);
  useEffect(() => {
    if (!turns) return;
    let frame = 0;
    let before: number | null = null;
    const next = (now: number) => {
      if (before !== null && inSight(canvas.current!)) {
        angle.current += ((now - before) / TURN_MS) * 2 * Math.PI;
        drawer.current?.draw(angle.current);
      }
      before = now;
      frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [turns]);

  const turnBy = (radians: number) => {
    setPaused(true);
    angle.current += radians;
    setDegrees(((Math.round((angle.current * 180) / Math.PI) % 360) + 360) % 360);
    drawer.current?.draw(angle.current);
  };
  const keyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    turnBy(direction * KEY_TURN);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    turnBy((event.movementX / event.currentTarget.clientWidth) * Math.PI);
  };
  return (
    <div className={classes.plane}>
      <canvas
        ref={canvas}
        className={classes.turning}
        width={EDGE}
        height={EDGE}
        tabIndex={0}
        role="slider"
        aria-label="The volume turned about its upright axis"
        aria-valuemin={0}
        aria-valuemax={359}
        aria-valuenow={degrees}
        aria-valuetext={`${degrees} degrees`}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
        onKeyDown={keyDown}
      />
      {!still && (
        <ActionIcon
          className={classes.pause!}
          size="sm"
          variant="default"
          aria-label={paused ? 'Let it turn' : 'Stop turning'}
          onClick={() => setPaused(!paused)}
        >
          {paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        </ActionIcon>
      )}
    </div>
  );
}

function inSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

function drawByProcessor(canvas: HTMLCanvasElement, volume: Tiles): VolumeDrawer {
  canvas.width = volume.size;
  canvas.height = volume.size;
  const context = canvas.getContext('2d')!;
  return {
    draw: (angle) => context.putImageData(projectVolume(volume, angle), 0, 0),
    dispose: () => undefined,
  };
}
