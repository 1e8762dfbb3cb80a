import { useEffect, useRef } from 'react';
import classes from './tile.module.css';
import { sliceImage, type Tiles } from './tiles.ts';

/** One image, in true grey values and never smoothed; of a volume one slice. */
export function Tile({
  tiles,
  index,
  slice,
  edge,
  label,
  colour,
}: {
  tiles: Tiles;
  index: number;
  /** Default: the middle one. */
  slice?: number;
  /** Edge on the screen in CSS pixels; absent: as wide as its place. */
  edge?: number;
  label: string;
  /** Colour of its class, as a bar below. */
  colour?: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = slice ?? Math.floor(tiles.slices / 2);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(sliceImage(tiles, index, shown), 0, 0);
  }, [tiles, index, shown]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      title={label}
      width={tiles.size}
      height={tiles.size}
      className={classes.tile}
      style={{
        ...(edge ? { width: edge, height: edge } : {}),
        ...(colour ? { borderBottom: `3px solid ${colour}` } : {}),
      }}
    />
  );
}
