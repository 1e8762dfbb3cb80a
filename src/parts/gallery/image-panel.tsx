import type { ReactNode } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { classWords } from '../../lab/gallery/image-classes.ts';
import { placeOfId } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import { Tile } from '../../ui/tile.tsx';
import { VolumeViewer } from '../viewer/volume-viewer.tsx';
import classes from './gallery.module.css';

/** One image, large, and what is known of it. */
export function ImagePanel({
  dataset,
  id,
  row,
  typicality,
  columns,
  edited,
  children,
}: {
  dataset: DatasetSummary;
  id: number;
  /** Its labels now, as in SplitData.labels. */
  row: ArrayLike<number>;
  typicality: number;
  columns: readonly ScoreColumn[];
  /** What the edition does to it; null: nothing. */
  edited: string | null;
  children: ReactNode;
}) {
  const { split, index } = placeOfId(id, dataset.counts);
  const { value } = usePreview({ datasetKey: dataset.key, split, indices: [index], recipe: null, epoch: 0 });
  const column = columns.find((scores) => scores.split === split);
  const isTwoClasses = dataset.task === 'binary';
  return (
    <aside className={classes.panel} aria-label="Chosen image">
      <div className={classes.portrait}>
        {value &&
          (value.slices > 1 ? (
            <VolumeViewer key={id} volume={value} name={imageName(id, dataset)} />
          ) : (
            <Tile tiles={value} index={0} label={imageName(id, dataset)} />
          ))}
      </div>
      <p className={classes.name}>{imageName(id, dataset)}</p>
      <dl className={classes.facts}>
        <dt>{dataset.task === 'multi-label' ? 'labels' : 'class'}</dt>
        <dd>{classWords(row, dataset.task, dataset.classNames)}</dd>
        <dt title="Correlation with the mean training image of its class">like its class</dt>
        <dd>{typicality.toFixed(2)}</dd>
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
    </aside>
  );
}
