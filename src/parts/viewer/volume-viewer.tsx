import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Tiles } from '../../ui/tiles.ts';
import { PlaneView } from './plane-view.tsx';
import { brightestPixels, startVoxel } from './planes.ts';
import { TurningView } from './turning-view.tsx';
import classes from './viewer.module.css';

/** A volume: three planes that follow one cross-hair, and all of it as a projection or turning. */
export function VolumeViewer({ volume, name }: { volume: Tiles; name: string }) {
  const [voxel, setVoxel] = useState(() => startVoxel(volume));
  const [whole, setWhole] = useState('turning');
  return (
    <figure className={classes.viewer} aria-label={`Volume: ${name}`}>
      <div className={classes.planes}>
        {(['z', 'y', 'x'] as const).map((axis) => (
          <PlaneView key={axis} volume={volume} axis={axis} voxel={voxel} onVoxel={setVoxel} />
        ))}
        {whole === 'turning' ? <TurningView volume={volume} /> : <Projection volume={volume} />}
      </div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="The whole volume"
        data={[
          { value: 'turning', label: 'turning' },
          { value: 'projection', label: 'brightest' },
        ]}
        value={whole}
        onChange={setWhole}
      />
    </figure>
  );
}

/** The brightest voxel along the slices. */
function Projection({ volume }: { volume: Tiles }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => brightestPixels(volume, 'z'), [volume]);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, volume.size), 0, 0);
  }, [pixels, volume]);
  return (
    <div className={classes.plane}>
      <canvas
        ref={canvas}
        className={classes.picture}
        width={volume.size}
        height={volume.size}
        role="img"
        aria-label="The brightest voxel along the slices"
      />
    </div>
  );
}
