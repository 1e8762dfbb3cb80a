import { Button, Text } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Edit, ImageEdits } from '../../lab/edition/steps.ts';
import type { ImageQuery } from '../../lab/gallery/choose-images.ts';
import { classesOf, classWords } from '../../lab/gallery/image-classes.ts';
import { imageCount } from '../../lab/gallery/image-ids.ts';
import { imageName } from '../../lab/gallery/image-name.ts';
import { describeError } from '../../lab/lab-error.ts';
import { editImages, redoEdit, undoEdit } from '../../state/editions/store.ts';
import { useEdition } from '../../state/editions/use-edition.ts';
import {
  arrive,
  changeGallery,
  chosenClasses,
  clearSelection,
  EVERYTHING,
  type GalleryQuery,
  useGallery,
} from '../../state/gallery/store.ts';
import { useImages } from '../../state/gallery/use-images.ts';
import { useScores } from '../../state/gallery/use-scores.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { standBefore } from '../../ui/until-still.ts';
import type { TileMark } from './draw-row.ts';
import { areLeftOut, type EditedImage, editForKey } from './edit-images.ts';
import { EditPanel, PUT_BACK_FIRST } from './edit-panel.tsx';
import { EditionBar } from './edition-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import classes from './gallery.module.css';
import { ImageGrid } from './image-grid.tsx';
import { ImagePanel } from './image-panel.tsx';
import { LookAlikesPanel } from './look-alikes-panel.tsx';
import { SelectionBar, useWayBack } from './selection-bar.tsx';
import { TileStore } from './tile-store.ts';

/** All images of a set: to be filtered, sorted, walked through by key and looked at one by one. */
export function Gallery({ dataset }: { dataset: DatasetSummary }) {
  const { query, edge, run: wantedRun, selection: lastSelection } = useGallery();
  const chosenHere = useGallery((state) => chosenClasses(state, dataset));
  // Of another set it would name other images.
  const selection = lastSelection?.fingerprint === dataset.fingerprint ? lastSelection : null;
  const { runs, run, columns } = useScores(dataset, wantedRun);
  const scored = columns.some(({ split }) => query.parts.includes(split));
  const current = useEdition(dataset);
  const { edits } = current;
  const only = useMemo(() => {
    if (!query.edited) return selection?.ids ?? null;
    return selection ? selection.ids.filter((id) => edits.has(id)) : [...edits.keys()];
  }, [query.edited, edits, selection]);
  const asked = useMemo(
    () => askable({ ...query, classes: chosenHere }, scored, dataset, only),
    [query, chosenHere, scored, dataset, only],
  );
  const { images, error, busy } = useImages(dataset, asked, columns);
  const store = useTileStore(dataset, edge);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!arrive() || !heading.current) return;
    heading.current.focus({ preventScroll: true });
    standBefore(heading.current);
  }, []);
  const goBack = useWayBack(selection);
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const ids = images?.ids;
  const [shownIds, setShownIds] = useState(ids);
  if (ids !== shownIds) {
    // In another list the same image stays the present one, where it is in it; at first it is the one that was pressed.
    const place = Math.max(0, ids?.indexOf(shownIds ? (shownIds[active] ?? -1) : (selection?.at ?? -1)) ?? 0);
    setShownIds(ids);
    setActive(place);
    setAnchor(place);
    setSelected(new Set());
  }

  const labels = images?.labels;
  const originalOf = useCallback(
    (id: number) => {
      const width = (labels?.length ?? 0) / imageCount(dataset.counts);
      return labels!.subarray(id * width, (id + 1) * width);
    },
    [labels, dataset],
  );
  // Training images come first, so that their ids are their indices: no other image is edited.
  const rowOf = useCallback(
    (id: number): ArrayLike<number> => edits.get(id)?.label ?? originalOf(id),
    [originalOf, edits],
  );
  const markOf = useCallback(
    (id: number): TileMark => ({
      classes: classesOf(rowOf(id), dataset.task).filter((label) => label < dataset.classNames.length),
      selected: selected.has(id),
      leftOut: edits.get(id)?.leftOut ?? false,
      relabelled: Boolean(edits.get(id)?.label),
    }),
    [rowOf, dataset, selected, edits],
  );
  const nameOf = (id: number) =>
    [
      imageName(id, dataset),
      classWords(rowOf(id), dataset.task, dataset.classNames),
      ...(editWords(edits.get(id)) ?? []),
    ].join(', ');

  const present = ids?.[Math.min(active, ids.length - 1)];
  const chosen: readonly EditedImage[] = useMemo(() => {
    const ids = selected.size > 0 ? [...selected] : present === undefined ? [] : [present];
    const trained = ids.filter((id) => id < dataset.counts.train);
    return trained.map((image) => ({ image, original: originalOf(image), edits: edits.get(image) }));
  }, [selected, present, dataset, originalOf, edits]);

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
    else return editByKey(event);
    return true;
  };
  const editByKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey) {
      const undoes = event.key === 'z' && !event.shiftKey;
      const redoes = event.key === 'y' || (event.key.toLowerCase() === 'z' && event.shiftKey);
      if (current.stored && undoes) undoEdit(current.stored);
      else if (current.stored && redoes) redoEdit(current.stored);
      else return false;
      return true;
    }
    const changes = editForKey(event.key, chosen, dataset);
    if (changes?.length === 0 && areLeftOut(chosen)) showNote(`${PUT_BACK_FIRST}.`);
    else if (changes) edit(changes);
    return changes !== null;
  };

  const edit = (changes: readonly Edit[]) => {
    if (changes.length === 0) return;
    try {
      editImages(dataset, changes);
    } catch (error) {
      showProblem(describeError(error));
    }
  };

  return (
    <section
      className={classes.gallery}
      data-mantine-color-scheme="dark"
      aria-label="Gallery"
      data-place="gallery"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) goBack?.();
      }}
    >
      <div className={classes.head}>
        <h3 ref={heading} tabIndex={-1} className={classes.title}>
          {selection ? selection.title : 'All images'}
        </h3>
        <Text size="sm" role="status">
          {summaryText(ids?.length ?? null, selected.size, dataset)}
        </Text>
      </div>
      {selection && <SelectionBar selection={selection} />}
      <EditionBar dataset={dataset} current={current} />
      <FilterBar dataset={dataset} runs={runs} run={run} scored={scored} />
      {error && <ErrorNotice error={error} />}
      {!error && !images && <div className={classes.empty} aria-busy />}
      {images && images.ids.length === 0 && <NothingFound twins={query.twins} />}
      {images && present !== undefined && (
        <div className={classes.body} data-volumes={dataset.dims === 3 || undefined} aria-busy={busy}>
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
            run={run}
            edited={editWords(edits.get(present))?.join(', ') ?? null}
          >
            <EditPanel
              dataset={dataset}
              images={chosen}
              others={(selected.size || 1) - chosen.length}
              onEdit={edit}
            />
          </ImagePanel>
        </div>
      )}
      {images && <LookAlikesPanel dataset={dataset} rowOf={rowOf} edits={edits} onEdit={edit} />}
    </section>
  );
}

function NothingFound({ twins }: { twins: GalleryQuery['twins'] }) {
  return (
    <div className={classes.empty}>
      <span>
        {twins === 'near'
          ? 'No image is like that as far as anybody has looked: near duplicates are looked for below.'
          : 'No image is like that.'}
      </span>
      <Button size="compact-sm" variant="default" onClick={showEverything}>
        Show all
      </Button>
    </div>
  );
}

function showEverything(): void {
  clearSelection();
  changeGallery({ query: EVERYTHING });
}

/** What can be asked: without scores of these parts there is no right or wrong, and a set read anew may have fewer classes. */
function askable(
  query: GalleryQuery,
  scored: boolean,
  { classNames, task }: DatasetSummary,
  only: readonly number[] | null,
): ImageQuery {
  const groups = classNames.length + (task === 'multi-label' ? 1 : 0);
  const wanted = query.classes?.filter((label) => label < groups) ?? [];
  const { edited: _, ...rest } = query;
  return {
    ...rest,
    only,
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

/** Null where nothing was. */
function editWords(edits: ImageEdits | undefined): string[] | null {
  if (!edits) return null;
  return [...(edits.leftOut ? ['left out'] : []), ...(edits.label ? ['relabelled'] : [])];
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
