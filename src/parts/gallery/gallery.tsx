import { Button, Text } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ImageQuery } from '../../lab/gallery/choose-images.ts';
import { classesOf, classWords } from '../../lab/gallery/image-classes.ts';
import { imageCount } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import { changeGallery, EVERYTHING, type GalleryQuery, useGallery } from '../../state/gallery/store.ts';
import { useImages } from '../../state/gallery/use-images.ts';
import { useScores } from '../../state/gallery/use-scores.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import type { TileMark } from './draw-row.ts';
import { FilterBar } from './filter-bar.tsx';
import classes from './gallery.module.css';
import { ImageGrid } from './image-grid.tsx';
import { ImagePanel } from './image-panel.tsx';
import { TileStore } from './tile-store.ts';

/** All images of a set: to be filtered, sorted, walked through by key and looked at one by one. */
export function Gallery({ dataset }: { dataset: DatasetSummary }) {
  const { query, edge, run: wantedRun } = useGallery();
  const { runs, run, columns } = useScores(dataset, wantedRun);
  const scored = columns.some(({ split }) => query.parts.includes(split));
  const asked = useMemo(() => askable(query, scored, dataset), [query, scored, dataset]);
  const { images, error, busy } = useImages(dataset, asked, columns);
  const store = useTileStore(dataset, edge);
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const ids = images?.ids;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its head
  useEffect(() => {
    setActive(0);
    setAnchor(0);
    setSelected(new Set());
  }, [ids]);

  const labels = images?.labels;
  const rowOf = useCallback(
    (id: number) => {
      const width = (labels?.length ?? 0) / imageCount(dataset.counts);
      return labels!.subarray(id * width, (id + 1) * width);
    },
    [labels, dataset],
  );
  const markOf = useCallback(
    (id: number): TileMark => ({
      classes: classesOf(rowOf(id), dataset.task).filter((label) => label < dataset.classNames.length),
      selected: selected.has(id),
      leftOut: false,
      relabelled: false,
    }),
    [rowOf, dataset, selected],
  );
  const nameOf = (id: number) =>
    `${imageName(id, dataset)}, ${classWords(rowOf(id), dataset.task, dataset.classNames)}`;

  const choose = (place: number, { extend, toggle }: { extend: boolean; toggle: boolean }) => {
    setActive(place);
    if (extend) setSelected(new Set(ids!.subarray(Math.min(anchor, place), Math.max(anchor, place) + 1)));
    else {
      setAnchor(place);
      if (toggle) setSelected((before) => toggled(before, ids![place]!));
      else if (selected.size > 0) setSelected(new Set());
    }
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === ' ') setSelected((before) => toggled(before, ids![active]!));
    else if (event.key === 'Escape' && selected.size > 0) setSelected(new Set());
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) setSelected(new Set(ids));
    else return false;
    return true;
  };

  const present = ids?.[Math.min(active, ids.length - 1)];
  return (
    <section className={classes.gallery} data-mantine-color-scheme="dark" aria-label="Gallery">
      <div className={classes.head}>
        <h3 className={classes.title}>All images</h3>
        <Text size="sm" role="status">
          {summaryText(ids?.length ?? null, selected.size, dataset)}
        </Text>
      </div>
      <FilterBar dataset={dataset} runs={runs} run={run} scored={scored} />
      {error && <ErrorNotice error={error} />}
      {!error && !images && <div className={classes.empty} aria-busy />}
      {images && images.ids.length === 0 && <NothingFound />}
      {images && present !== undefined && (
        <div className={classes.body} aria-busy={busy}>
          <ImageGrid
            ids={images.ids}
            store={store}
            edge={edge}
            active={active}
            markOf={markOf}
            nameOf={nameOf}
            onActive={choose}
            onKey={onKey}
          />
          <ImagePanel
            dataset={dataset}
            id={present}
            row={rowOf(present)}
            typicality={images.typicality[present]!}
            columns={columns}
          />
        </div>
      )}
    </section>
  );
}

function NothingFound() {
  return (
    <div className={classes.empty}>
      <span>No image is like that.</span>
      <Button size="compact-sm" variant="default" onClick={() => changeGallery({ query: EVERYTHING })}>
        Show all
      </Button>
    </div>
  );
}

/** What can be asked: without scores of these parts there is no right or wrong, and another set has other classes. */
function askable(query: GalleryQuery, scored: boolean, { classNames, task }: DatasetSummary): ImageQuery {
  const groups = classNames.length + (task === 'multi-label' ? 1 : 0);
  const wanted = query.classes?.filter((label) => label < groups) ?? [];
  const { edited: _, ...rest } = query;
  return {
    ...rest,
    only: null,
    classes: wanted.length === 0 ? null : wanted,
    ...(scored
      ? {}
      : { answer: 'any', scores: [0, 1], order: query.order === 'score' ? 'file' : query.order }),
  };
}

/** One store for each set and size of the thumbnails. */
function useTileStore({ key, size }: DatasetSummary, edge: number): TileStore {
  const shrink = Math.max(1, Math.floor(size / (edge * window.devicePixelRatio)));
  const most = Math.ceil(size / shrink);
  return useMemo(() => new TileStore(key, most), [key, most]);
}

function toggled(selected: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

function summaryText(found: number | null, selected: number, { counts }: DatasetSummary): string {
  if (found === null) return `Looking through ${formatCount(imageCount(counts))} images…`;
  return `${formatCount(found)} ${found === 1 ? 'image' : 'images'}${selected > 0 ? `, ${formatCount(selected)} selected` : ''}`;
}
