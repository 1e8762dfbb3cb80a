import { type ReactNode, Suspense, useCallback, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { classWords } from '../../lab/gallery/image-classes.ts';
import { placeOfId } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import { likenessWords } from '../../lab/gallery/likeness-words.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import { useMarkedImage } from '../../state/trained/use-marked-image.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Tile } from '../../ui/tile.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import { VolumeViewer } from '../viewer/volume-viewer.tsx';
import classes from './gallery.module.css';

const Insides = lazyPart(async () => (await import('../insides/insides.tsx')).Insides);

/** One image, large, and what is known of it. */
export function ImagePanel({
  dataset,
  id,
  row,
  typicality,
  columns,
  run,
  edited,
  children,
}: {
  dataset: DatasetSummary;
  id: number;
  /** Its labels now, as in SplitData.labels. */
  row: ArrayLike<number>;
  typicality: number;
  columns: readonly ScoreColumn[];
  /** Whose scores are shown, and whose model can be asked. */
  run: RunRow | null;
  /** What the edition does to it; null: nothing. */
  edited: string | null;
  children: ReactNode;
}) {
  const { split, index } = placeOfId(id, dataset.counts);
  const preview = usePreview({ datasetKey: dataset.key, split, indices: [index], recipe: null, epoch: 0 });
  const marked = useMarkedImage(dataset, run, { of: 'set', split, index });
  const value = marked ?? preview.value;
  const [tinted, setTinted] = useState<{ readonly of: Tiles | null; readonly tiles: Tiles } | null>(null);
  const showTinted = useCallback((tiles: Tiles | null) => setTinted(tiles && { of: value, tiles }), [value]);
  const picture = tinted?.of === value ? (tinted?.tiles ?? value) : value;
  // Of a volume one viewer is enough to turn; an image stands plain above, and tinted beside what is said of it.
  const isVolume = dataset.dims === 3;
  const name = imageName(id, dataset);
  const column = columns.find((scores) => scores.split === split);
  const isTwoClasses = dataset.task === 'binary';
  return (
    <aside className={classes.panel} aria-label="Chosen image">
      <div className={classes.about}>
        <div className={classes.portrait}>
          {value &&
            (isVolume ? (
              <VolumeViewer key={id} volume={picture ?? value} name={name} />
            ) : (
              <Tile tiles={value} index={0} label={name} />
            ))}
        </div>
        <p className={classes.name}>{name}</p>
        {marked && <p className={classes.name}>As the run saw it: it planted a mark on some images.</p>}
        <dl className={classes.facts}>
          <dt>{dataset.task === 'multi-label' ? 'labels' : 'class'}</dt>
          <dd>{classWords(row, dataset.task, dataset.classNames)}</dd>
          <dt>beside its {dataset.task === 'multi-label' ? 'labels' : 'class'}</dt>
          <dd>{likenessWords(typicality)}</dd>
          {column && (
            <>
              <dt>{isTwoClasses ? `score for ${dataset.classNames[1]}` : 'score'}</dt>
              <dd>
                {column.score[index]!.toFixed(3)}, {column.right[index] === 1 ? 'right' : 'wrong'}
              </dd>
            </>
          )}
          {edited && (
            <>
              <dt>edition</dt>
              <dd>{edited}</dd>
            </>
          )}
        </dl>
        {children}
      </div>
      {run && (
        <ErrorBoundary place="What the model sees">
          <Suspense>
            <div className={classes.inside}>
              <Insides
                run={run}
                dataset={dataset}
                image={{ of: 'set', split, index }}
                picture={value}
                onPicture={showTinted}
              >
                {picture && !isVolume && (
                  <Tile tiles={picture} index={0} label={`${name}, and where the model looks`} />
                )}
              </Insides>
            </div>
          </Suspense>
        </ErrorBoundary>
      )}
    </aside>
  );
}
