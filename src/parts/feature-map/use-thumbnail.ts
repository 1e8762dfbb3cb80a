import { useEffect, useState } from 'react';
import type { Tiles } from '../../ui/tiles.ts';
import { lab } from '../../worker/client/lab.ts';

const EDGE = 72;

/** One image, small; null until it has come. */
export function useThumbnail(key: string, id: number): Tiles | null {
  const [shown, setShown] = useState<{ readonly id: number; readonly tiles: Tiles } | null>(null);
  useEffect(() => {
    let current = true;
    lab.galleryTiles(key, Uint32Array.of(id), EDGE).then(
      (tiles) => current && setShown({ id, tiles: { ...tiles, slices: 1 } }),
      // Without it the words say what it is.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [key, id]);
  return shown?.id === id ? shown.tiles : null;
}
