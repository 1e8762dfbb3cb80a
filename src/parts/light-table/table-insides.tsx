import { useDebouncedValue } from '@mantine/hooks';
import { Suspense, useCallback, useEffect, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { useInsidesView } from '../../state/trained/insides-view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Tile } from '../../ui/tile.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import classes from './table-panel.module.css';

const Insides = lazyPart(async () => (await import('../insides/insides.tsx')).Insides);
const VolumeViewer = lazyPart(async () => (await import('../viewer/volume-viewer.tsx')).VolumeViewer);

/** What the trained model makes of an image of the table, with the image large. */
export function TableInsides({
  run,
  dataset,
  index,
  at,
  name,
  tile,
  portrait,
}: {
  run: RunRow;
  dataset: DatasetSummary;
  /** In the validation part of the run. */
  index: number;
  /** The epoch on which the table stands. */
  at: number | undefined;
  name: string;
  tile: number;
  portrait: (tile: number) => Promise<Tiles>;
}) {
  const { open } = useInsidesView();
  // Going back in time asks the model where it stops, and not on the way.
  const [settled] = useDebouncedValue(at, 300);
  const [whole, setWhole] = useState<{ readonly tile: number; readonly tiles: Tiles } | null>(null);
  const [tinted, setTinted] = useState<{ readonly of: Tiles | null; readonly tiles: Tiles } | null>(null);
  useEffect(() => {
    if (!open) return;
    let current = true;
    portrait(tile).then(
      (tiles) => current && setWhole({ tile, tiles }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [open, portrait, tile]);
  const picture = whole?.tile === tile ? whole.tiles : null;
  const showTinted = useCallback(
    (tiles: Tiles | null) => setTinted(tiles && { of: picture, tiles }),
    [picture],
  );
  const shown = tinted?.of === picture ? (tinted?.tiles ?? picture) : picture;
  return (
    <ErrorBoundary place="What the model sees">
      <Suspense>
        <div className={classes.insides}>
          <Insides
            run={run}
            dataset={dataset}
            image={{ of: 'run', split: 'val', index }}
            at={settled}
            picture={picture}
            onPicture={showTinted}
          >
            {shown &&
              (shown.slices > 1 ? (
                <VolumeViewer key={tile} volume={shown} name={name} />
              ) : (
                <Tile tiles={shown} index={0} label={name} />
              ))}
          </Insides>
        </div>
      </Suspense>
    </ErrorBoundary>
  );
}
