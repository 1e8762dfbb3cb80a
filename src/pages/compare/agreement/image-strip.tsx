import { UnstyledButton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { DatasetSummary } from '../../../lab/dataset.ts';
import { firstId } from '../../../lab/gallery/image-ids.ts';
import { classColour } from '../../../ui/palettes.ts';
import { Tile } from '../../../ui/tile.tsx';
import type { Tiles } from '../../../ui/tiles.ts';
import { lab } from '../../../worker/client/lab.ts';
import classes from './agreement.module.css';

/** Longest edge of a thumbnail, in pixels of the image. */
const MOST = 64;

/** One image of the validation part, and what is said below it. */
export interface StripImage {
  readonly image: number;
  /** What it is, for instance "opacity". */
  readonly name: string;
  /** Class whose colour it stands on; null: none, or several. */
  readonly label: number | null;
  readonly caption: string;
}

/** A few validation images beside one another, in true grey values; a press opens one. */
export function ImageStrip({
  dataset,
  images,
  onOpen,
}: {
  /** Loaded. */
  dataset: DatasetSummary;
  images: readonly StripImage[];
  onOpen: (image: number) => void;
}) {
  const ids = useMemo(() => images.map(({ image }) => image).join(' '), [images]);
  const [drawn, setDrawn] = useState<{ readonly ids: string; readonly tiles: Tiles } | null>(null);
  useEffect(() => {
    if (ids === '') return;
    let isCurrent = true;
    const start = firstId('val', dataset.counts);
    const wanted = Uint32Array.from(ids.split(' '), (image) => start + Number(image));
    lab.galleryTiles(dataset.key, wanted, MOST).then(
      ({ pixels, size }) => {
        if (isCurrent) setDrawn({ ids, tiles: { pixels, size, slices: 1 } });
      },
      // The set is being let go, or the worker has died, which is told elsewhere: the squares stay empty.
      (error: unknown) => console.warn('Thumbnails did not arrive.', error),
    );
    return () => {
      isCurrent = false;
    };
  }, [dataset, ids]);
  return (
    <ul className={classes.strip}>
      {images.map(({ image, name, label, caption }, index) => (
        <li key={image} className={classes.image}>
          <UnstyledButton
            className={classes.picture}
            style={{ borderColor: label === null ? 'transparent' : classColour(label) }}
            aria-label={wordsOf(image, name, caption)}
            onClick={() => onOpen(image)}
          >
            {drawn?.ids === ids && (
              <Tile tiles={drawn.tiles} index={index} label={wordsOf(image, name, caption)} />
            )}
          </UnstyledButton>
          <span className={classes.caption}>{caption}</span>
        </li>
      ))}
    </ul>
  );
}

function wordsOf(image: number, name: string, caption: string): string {
  return `Validation image ${image}, ${name}: ${caption}`;
}
