import { Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { classesOf, classWords } from '../../lab/gallery/image-classes.ts';
import { useAnswer } from '../../state/trained/use-answer.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import { lab } from '../../worker/client/lab.ts';
import type { ImageChoice, ModelReference, NearImage } from '../../worker/protocol-model-jobs.ts';
import classes from './insides.module.css';

/** Longest edge of a thumbnail, in pixels. */
const EDGE = 64;

/** The training images that are the same to the model, as far as any are. */
export function NearestImages({
  model,
  image,
  dataset,
  count,
}: {
  model: ModelReference;
  image: ImageChoice;
  dataset: DatasetSummary;
  count: number;
}) {
  const { answer, error, progress } = useAnswer(model, 'nearest-images', { image, count });
  const tiles = useThumbnails(dataset.key, answer);
  if (error) return error.code === 'cancelled' ? null : <ErrorNotice error={error} />;
  return (
    <section className={classes.section} data-about="neighbours">
      <h4 className={classes.title}>Nearest training images</h4>
      {answer && tiles ? (
        <>
          <ol className={classes.nearest}>
            {answer.map(({ id, likeness, labels }, place) => {
              const words = classWords(labels, dataset.task, dataset.classNames);
              return (
                <li key={id} className={classes.near}>
                  <Tile
                    tiles={tiles}
                    index={place}
                    label={`training image ${id}, ${words}`}
                    colour={classColour(classesOf(labels, dataset.task)[0] ?? dataset.classNames.length)}
                  />
                  <span className={classes.nearName} title={words}>
                    {words}
                  </span>
                  <span className={classes.likeness}>{likeness.toFixed(3)}</span>
                </li>
              );
            })}
          </ol>
          <p className={classes.note}>By the cosine of their last features: 1 is the same to the model.</p>
        </>
      ) : (
        <Progress
          value={progress ? (100 * progress.done) / progress.total : 5}
          size="xs"
          aria-label="Comparing with the training images"
        />
      )}
    </section>
  );
}

function useThumbnails(key: string, near: readonly NearImage[] | null): Tiles | null {
  const [tiles, setTiles] = useState<{ readonly of: unknown; readonly tiles: Tiles } | null>(null);
  useEffect(() => {
    if (!near) return;
    let current = true;
    lab
      .galleryTiles(
        key,
        Uint32Array.from(near, ({ id }) => id),
        EDGE,
      )
      .then(
        (got) => current && setTiles({ of: near, tiles: { ...got, slices: 1 } }),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [key, near]);
  return tiles?.of === near ? (tiles?.tiles ?? null) : null;
}
