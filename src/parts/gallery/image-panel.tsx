import { Slider, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { classWords } from '../../lab/gallery/image-classes.ts';
import { placeOfId } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import { Tile } from '../../ui/tile.tsx';
import type { PreviewTiles } from '../../worker/protocol.ts';
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
        {value && <Portrait key={id} tiles={value} name={imageName(id, dataset)} />}
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

function Portrait({ tiles, name }: { tiles: PreviewTiles; name: string }) {
  const [slice, setSlice] = useState(Math.floor(tiles.slices / 2));
  return (
    <>
      <Tile tiles={tiles} index={0} slice={slice} label={name} />
      {tiles.slices > 1 && (
        <>
          <Text size="xs">
            Slice {slice + 1} of {tiles.slices}
          </Text>
          <Slider
            min={0}
            max={tiles.slices - 1}
            label={null}
            thumbLabel="Slice"
            value={slice}
            onChange={setSlice}
          />
        </>
      )}
    </>
  );
}
