import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { emptyLike } from '../../lab/label-values.ts';
import { partName } from '../../lab/leak-note.ts';
import { shownImages } from '../../lab/light-table/shown-images.ts';
import { answersOf } from '../../lab/results/answer-names.ts';
import { idsOf } from '../../lab/results/part-ids.ts';
import { imageName, tableQuestion } from '../../parts/light-table/table-epochs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatCount } from '../../ui/format.ts';
import { StillTable, type StillTableView } from '../../ui/light-table/still-table.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import { lab } from '../../worker/client/lab.ts';
import { thresholdText } from './figure-words.ts';
import { type LiveAnswers, useLive } from './live-answers.ts';
import type { OpenImages } from './open-images.ts';
import classes from './results-page.module.css';

/** Longest edge of a tile that is worth its memory, in pixels. */
const TILE_EDGE = 56;

/** The images of the part by their scores, as on the light table, with the threshold to be drawn through them. */
export function Separation({
  row,
  part,
  live,
  output,
  dataset,
  onThreshold,
  openImages,
}: {
  row: RunRow;
  part: 'val' | 'test';
  live: LiveAnswers;
  output: number;
  /** The loaded set; null where the run is about another one. */
  dataset: DatasetSummary | null;
  onThreshold: (score: number) => void;
  openImages: OpenImages;
}) {
  const scored = live.part;
  const images = useMemo(() => shownImages(scored.labels, scored.task, scored.classes), [scored]);
  const ids = useMemo(
    () => Uint32Array.from(images, idsOf(scored, part, row.dataset.counts)),
    [images, scored, part, row.dataset.counts],
  );
  const tiles = useTiles(dataset, ids);
  const labels = useMemo(() => {
    const width = scored.labels.length / scored.count;
    const taken = emptyLike(scored.labels, images.length * width);
    images.forEach((image, place) => {
      taken.set(scored.labels.subarray(image * width, (image + 1) * width), place * width);
    });
    return taken;
  }, [scored, images]);
  const question = useMemo(() => tableQuestion(row.dataset, labels, output), [row.dataset, labels, output]);
  const answers = useMemo(() => answersOf(row.dataset, output), [row.dataset, output]);
  const scores = useMemo(
    () => Float64Array.from(images, (image) => scored.scores[output]![image]!),
    [images, scored, output],
  );
  const nameOf = useCallback(
    (tile: number) => `${imageName(row.dataset, labels, tile)}, image ${images[tile]}`,
    [row.dataset, labels, images],
  );
  const view = useRef<StillTableView>(null);
  const root = useLive<HTMLElement>(live, ({ thresholds, answers: given }) => {
    const threshold = thresholds[output] ?? null;
    const { found, missed, falseAlarms } = given.classes[scored.task === 'binary' ? 1 : output]!;
    view.current?.show(
      threshold,
      threshold === null
        ? ''
        : `${thresholdText(threshold)}: ${found} found, ${missed} missed, ${falseAlarms} false alarms`,
    );
  });
  return (
    <section ref={root} aria-label="Separation">
      <StillTable
        view={view}
        tiles={tiles}
        question={question}
        answers={answers}
        scores={scores}
        nameOf={nameOf}
        onThreshold={onThreshold}
        onOpen={(tile) => openImages(`${partName(part)} image ${images[tile]}`, [images[tile]!])}
      />
      {images.length < scored.count && (
        <p className={classes.note}>
          {formatCount(images.length)} of {formatCount(scored.count)} images lie here, drawn evenly from the
          classes; the figures below are of all.
        </p>
      )}
    </section>
  );
}

/** Small pictures of the images; grey squares where the set is not loaded. */
function useTiles(dataset: DatasetSummary | null, ids: Uint32Array): Tiles | null {
  const [tiles, setTiles] = useState<Tiles | null>(null);
  useEffect(() => {
    let current = true;
    setTiles(null);
    const squares = () => ({ pixels: greySquares(ids.length), size: 1, slices: 1 });
    if (!dataset) setTiles(squares());
    else {
      lab.galleryTiles(dataset.key, ids, TILE_EDGE).then(
        ({ pixels, size }) => current && setTiles({ pixels, size, slices: 1 }),
        // The scores stand without the pictures.
        () => current && setTiles(squares()),
      );
    }
    return () => {
      current = false;
    };
  }, [dataset, ids]);
  return tiles;
}

function greySquares(count: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(count * 4).fill(60);
  for (let place = 3; place < pixels.length; place += 4) pixels[place] = 255;
  return pixels;
}
