import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import { isSorted, rightOf, type SortedTen, tenImages } from '../../lab/ten-images/ten-images.ts';
import { useScoredParts } from '../../state/results/scored-parts.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { keepTen, useTenImages } from '../../state/ten-images/store.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import type { TableImages } from '../../worker/protocol.ts';
import { useTableImages } from '../light-table/use-table-images.ts';
import { TenBesideModel } from './ten-beside-model.tsx';
import classes from './ten-images.module.css';

/** Before the machine, you: ten images without their labels, and who is right more often. */
export function TenImages({ dataset }: { dataset: DatasetSummary }) {
  const ten = useTenImages(({ sets }) => sets[dataset.fingerprint]);
  const { images } = useTableImages(dataset, null);
  const tiles = useMemo(() => images && { pixels: images.pixels, size: images.size, slices: 1 }, [images]);
  const begin = () => images && keepTen(dataset.fingerprint, chosen(dataset, images));
  return (
    <section className={classes.card} aria-label="Before the machine, you">
      <h2 className={classes.title}>Before the machine, you</h2>
      {!ten && (
        <>
          <p className={classes.text}>
            Sort ten validation images by hand, and see how you do beside a model on the same ten.
          </p>
          <Button size="compact-sm" variant="default" disabled={!images} onClick={begin}>
            Sort ten images
          </Button>
        </>
      )}
      {ten && !isSorted(ten) && images && tiles && <Sorting {...{ dataset, ten, images, tiles }} />}
      {ten && isSorted(ten) && images && tiles && <Sorted {...{ dataset, ten, images, tiles }} />}
    </section>
  );
}

function chosen({ fingerprint }: DatasetSummary, { labels, images }: TableImages): SortedTen {
  const places = tenImages(labels, fingerprint);
  return {
    images: places.map((place) => images[place]!),
    labels: places.map((place) => labels[place]!),
    answers: [],
  };
}

interface TenProps {
  readonly dataset: DatasetSummary;
  readonly ten: SortedTen;
  readonly images: TableImages;
  readonly tiles: Tiles;
}

/** One image after the other; the buttons stay where they are, and so does the focus. */
function Sorting({ dataset, ten, images, tiles }: TenProps) {
  const place = ten.answers.length;
  const { shown, search } = useNameSearch(dataset.classNames, 'classes');
  const say = (name: number) => keepTen(dataset.fingerprint, { ...ten, answers: [...ten.answers, name] });
  return (
    <div className={classes.sorting}>
      <div className={classes.large}>
        <Tile tiles={tiles} index={images.images.indexOf(ten.images[place]!)} label={`Image ${place + 1}`} />
      </div>
      <div className={classes.choices}>
        <p className={classes.text} aria-live="polite">
          Image {place + 1} of {ten.images.length}: what is it?
        </p>
        {search}
        <Group gap="xs">
          {shown.map((label) => (
            <Button
              key={label}
              size="sm"
              variant="default"
              className={classes.choice!}
              style={{ borderLeftColor: classColour(label) }}
              onClick={() => say(label)}
            >
              {dataset.classNames[label]}
            </Button>
          ))}
        </Group>
      </div>
    </div>
  );
}

/** What each image was, and the latest model beside it. */
function Sorted({ dataset, ten, images, tiles }: TenProps) {
  const rows = useVisibleRows();
  const row =
    rows.findLast(
      (run) =>
        run.dataset.fingerprint === dataset.fingerprint && run.summary !== null && !takesValApart(run.recipe),
    ) ?? null;
  const { parts } = useScoredParts(row);
  return (
    <>
      <p className={classes.text} role="status">
        You gave{' '}
        <b>
          {rightOf(ten, ten.answers)} of {ten.images.length}
        </b>{' '}
        images the class of their label.
      </p>
      <ul className={classes.tiles} aria-label="The ten images">
        {ten.images.map((image, place) => {
          const [said, is] = [ten.answers[place]!, ten.labels[place]!];
          return (
            <li key={image}>
              <Tile
                tiles={tiles}
                index={images.images.indexOf(image)}
                label={`Image ${place + 1}: ${dataset.classNames[is]}`}
                colour={classColour(is)}
              />
              <span className={classes.said}>
                {said === is ? '✓' : '✗ it is'} {dataset.classNames[is]}
              </span>
            </li>
          );
        })}
      </ul>
      {row ? (
        <TenBesideModel row={row} val={parts?.val ?? null} />
      ) : (
        <p className={classes.text}>
          Train a model: what it says of the same ten will stand here, and on Results.
        </p>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => keepTen(dataset.fingerprint, null)}>
        Sort them again
      </Button>
    </>
  );
}
