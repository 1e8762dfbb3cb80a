import { Slider, Text, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DatasetSummary, Split } from '../../lab/dataset.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import { lab } from '../../worker/client/lab.ts';
import classes from './class-images.module.css';
import { type FoundTile, findClassImages } from './find-class-images.ts';

const PER_CLASS = 10;

/** Some images of each class as they are; of volumes one slice, and a viewer for the chosen one. */
export function ClassImages({ dataset, split }: { dataset: DatasetSummary; split: Split }) {
  const [found, setFound] = useState<readonly (readonly FoundTile[])[] | null>(null);
  const [error, setError] = useState<LabErrorDescription | null>(null);
  const [chosen, setChosen] = useState<FoundTile | null>(null);
  useEffect(() => {
    let current = true;
    const preview = (indices: readonly number[]) =>
      lab.preview({ datasetKey: dataset.key, split, indices, recipe: null, epoch: 0 });
    findClassImages(dataset, split, PER_CLASS, preview).then(
      (tiles) => current && setFound(tiles),
      (failure: unknown) => current && setError(describeError(failure)),
    );
    return () => {
      current = false;
    };
  }, [dataset, split]);
  if (error) return <ErrorNotice error={error} />;
  const shown = chosen ?? found?.find((tiles) => tiles.length > 0)?.[0] ?? null;
  return (
    <div className={classes.layout} data-volumes={dataset.dims === 3 || undefined}>
      <div className={classes.classes}>
        {dataset.classNames.map((name, label) => (
          <div key={name} className={classes.class}>
            <span className={classes.label}>
              <span className={classes.swatch} style={{ background: classColour(label) }} />
              {name}
            </span>
            <div className={classes.tiles}>
              {found?.[label]?.map((tile) => (
                <ImageButton
                  key={tile.index}
                  tile={tile}
                  name={name}
                  pressed={shown === tile}
                  onChoose={dataset.dims === 3 ? () => setChosen(tile) : null}
                />
              ))}
              {!found && <span className={classes.waiting} aria-busy />}
              {found?.[label]?.length === 0 && (
                <Text size="xs" c="dimmed">
                  None found in this part.
                </Text>
              )}
            </div>
          </div>
        ))}
      </div>
      {dataset.dims === 3 && shown && <SliceViewer key={`${split} ${shown.index}`} tile={shown} />}
    </div>
  );
}

function ImageButton({
  tile,
  name,
  pressed,
  onChoose,
}: {
  tile: FoundTile;
  name: string;
  pressed: boolean;
  onChoose: (() => void) | null;
}) {
  const image = <Tile tiles={tile.tiles} index={tile.place} label={`${name}, image ${tile.index}`} />;
  if (!onChoose) return <div className={classes.tile}>{image}</div>;
  return (
    <UnstyledButton
      className={classes.tile}
      aria-pressed={pressed}
      aria-label={`Show the slices of image ${tile.index}, ${name}`}
      onClick={onChoose}
    >
      {image}
    </UnstyledButton>
  );
}

/** A volume, slice by slice. */
function SliceViewer({ tile }: { tile: FoundTile }) {
  const { slices } = tile.tiles;
  const [slice, setSlice] = useState(Math.floor(slices / 2));
  return (
    <div className={classes.viewer}>
      <Tile
        tiles={tile.tiles}
        index={tile.place}
        slice={slice}
        label={`Image ${tile.index}, slice ${slice + 1}`}
      />
      <Text size="xs" c="dimmed" mt={4}>
        Image {tile.index}, slice {slice + 1} of {slices}
      </Text>
      <Slider
        mt={4}
        min={0}
        max={slices - 1}
        label={null}
        thumbLabel="Slice"
        value={slice}
        onChange={setSlice}
      />
    </div>
  );
}
