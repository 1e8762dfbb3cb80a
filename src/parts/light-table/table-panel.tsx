import { useCallback, useEffect, useMemo, useState } from 'react';
import { MOST_NAMES } from '../../lab/found-names.ts';
import { describeError } from '../../lab/lab-error.ts';
import { keptStride } from '../../lab/light-table/kept-epochs.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import { answersOf, outputsOf } from '../../lab/results/answer-names.ts';
import { useData } from '../../state/data/store.ts';
import { lineNames } from '../../state/runs/names.ts';
import { readScores, useScores } from '../../state/runs/scores.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { useCursor } from '../../ui/chart/cursor.ts';
import { formatCount } from '../../ui/format.ts';
import { LightTable } from '../../ui/light-table/light-table.tsx';
import type { TableEpoch, TableQuestion } from '../../ui/light-table/table-frame.ts';
import { NameSelect } from '../../ui/name-select.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { showProblem } from '../../ui/notify.tsx';
import { lab } from '../../worker/client/lab.ts';
import {
  endNote,
  fewNote,
  imageName,
  marginNote,
  outputKind,
  pairWords,
  tableEpoch,
  tableQuestion,
} from './table-epochs.ts';
import { TableInsides } from './table-insides.tsx';
import classes from './table-panel.module.css';
import { useTableImages } from './use-table-images.ts';

const NO_SCORES: readonly never[] = [];
const NO_QUESTION: TableQuestion = { labels: new Uint8Array(0), feet: [], sides: ['#5c6470', '#5c6470'] };

/** The light table: the validation images of the loaded set, by the scores of one of the runs that are drawn. */
export function TablePanel({ runs }: { runs: readonly RunRow[] }) {
  const dataset = useData((state) => state.dataset);
  const isTraining = useTrain((state) => state.phase === 'running');
  const marks = useMarks();
  const candidates = useMemo(
    () =>
      runs.filter((row) => row.dataset.key === dataset?.key).toSorted((a, b) => a.createdAt - b.createdAt),
    [runs, dataset],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  // The latest of those drawn is the one that trains, if one does.
  const row = candidates.find(({ id }) => id === chosen) ?? candidates.at(-1) ?? null;
  const { images, error } = useTableImages(dataset, row?.recipe ?? null);
  const [wanted, setWanted] = useState(0);
  const outputs = dataset ? outputsOf(dataset) : [];
  const output = Math.min(wanted, Math.max(0, outputs.length - 1));

  const margin = row?.recipe.loss.name === 'aucm' ? row.recipe.loss.margin : null;
  const epochs = useTableEpochs(row?.id ?? null, images?.images.length ?? 0, output, margin ?? 0);
  const [position, setPosition] = usePosition(row?.id ?? null, epochs);

  const tiles = useMemo(() => images && { pixels: images.pixels, size: images.size, slices: 1 }, [images]);
  const question = useMemo(
    () => (dataset && images ? tableQuestion(dataset, images.labels, output) : NO_QUESTION),
    [dataset, images, output],
  );
  const answers = useMemo(
    () => (dataset ? answersOf(dataset, output) : (['', ''] as const)),
    [dataset, output],
  );
  const nameOf = useCallback(
    (tile: number) => {
      if (!dataset || !images) return '';
      return `${imageName(dataset, images.labels, tile)}, image ${images.images[tile]}`;
    },
    [dataset, images],
  );
  const key = dataset?.key ?? '';
  const mixing = row && takesValApart(row.recipe) ? row.recipe : null;
  const portrait = useCallback(
    (tile: number) => lab.tablePortrait(key, mixing, images?.images[tile] ?? 0),
    [key, mixing, images],
  );

  const inside = useCallback(
    (tile: number) =>
      row &&
      dataset &&
      images && (
        <TableInsides
          run={row}
          dataset={dataset}
          index={images.images[tile]!}
          at={epochs[position - 1]?.epoch}
          name={nameOf(tile)}
          portrait={portrait}
          tile={tile}
        />
      ),
    [row, dataset, images, epochs, position, nameOf, portrait],
  );

  const notes: string[] = [];
  const pairs = dataset && pairWords(dataset, output);
  const few = images && epochs.length > 0 ? fewNote(question.labels, answers) : null;
  if (few) notes.push(few);
  if (pairs && epochs.length > 0) notes.push(`The AUC of the curves is the mean over all ${outputs.length}.`);
  if (epochs[position - 1]?.lines.length && margin !== null) notes.push(marginNote(answers, margin));
  if (images && images.total > images.images.length) {
    notes.push(
      `${formatCount(images.images.length)} of the ${formatCount(images.total)} validation images lie here, drawn evenly from the classes; the figures are of these.`,
    );
  }
  const stride =
    epochs.length > 0
      ? keptStride(epochs.at(-1)!.epoch, images!.images.length * Math.max(1, outputs.length))
      : 1;
  if (stride > 1) notes.push(`The run is long: the scores of one epoch in ${stride} are kept.`);
  const end = row && images && endNote(row, epochs.at(-1)?.epoch ?? 0, stride);
  if (end) notes.unshift(end);
  const ended = row !== null && row.status !== 'running' && row.status !== 'paused';
  if (ended && row.epochsDone > 0 && epochs.length === 0 && images) {
    notes.push(
      'This run was trained before scores were kept for each epoch; train it again to see its images move.',
    );
  }

  if (error) return <ErrorNotice error={error} />;
  return (
    <LightTable
      tiles={tiles}
      question={question}
      answers={answers}
      nameOf={nameOf}
      epochs={epochs}
      position={position}
      onPosition={setPosition}
      best={row?.summary?.bestEpoch ?? null}
      planned={row ? runLength(row.recipe, row.stepsPerEpoch).epochs : 0}
      portrait={portrait}
      isTraining={isTraining}
      notes={notes}
      {...(pairs ? { pairs } : {})}
      inside={epochs.length > 0 ? inside : null}
    >
      {outputs.length > MOST_NAMES && (
        <div className={classes.search} data-mantine-color-scheme="dark">
          <NameSelect label={outputKind(dataset!.task)} names={outputs} value={output} onChange={setWanted} />
        </div>
      )}
      {outputs.length > 0 && outputs.length <= MOST_NAMES && (
        <Choice
          label={outputKind(dataset!.task)}
          value={String(output)}
          options={outputs.map((name, index) => [String(index), name])}
          onChoose={(value) => setWanted(Number(value))}
        />
      )}
      {candidates.length > 1 && (
        <Choice
          label="Run on the table"
          value={row!.id}
          options={[...lineNames(candidates)].map(([id, name]) => [
            id,
            `${marks.get(id)?.letter ?? ''} ${name}`,
          ])}
          onChoose={setChosen}
        />
      )}
    </LightTable>
  );
}

/** The kept epochs of a run as the table takes them; none while the images are not those it was scored on. */
function useTableEpochs(
  id: string | null,
  count: number,
  output: number,
  margin: number,
): readonly TableEpoch[] {
  const scores = useScores((state) => (id === null ? undefined : state.byRun[id])) ?? NO_SCORES;
  useEffect(() => {
    if (id !== null) readScores(id).catch((error: unknown) => showProblem(describeError(error)));
  }, [id]);
  return useMemo(
    () =>
      scores
        .filter(({ logits, outputs }) => logits.length === count * outputs && output < outputs)
        .map((epoch) => tableEpoch(epoch, output, margin)),
    [scores, count, output, margin],
  );
}

/**
 * Where the table stands in time: at the latest epoch, unless a hand has moved it; while the pointer is on an axis of
 * epochs, there.
 */
function usePosition(
  id: string | null,
  epochs: readonly TableEpoch[],
): readonly [number, (position: number) => void] {
  const [held, setHeld] = useState<{ id: string | null; position: number } | null>(null);
  const pointed = useCursor((state) =>
    state.kind === 'epoch' && state.x !== null ? Math.round(state.x) : null,
  );
  const setPosition = useCallback(
    (position: number) => setHeld(position >= epochs.length ? null : { id, position }),
    [id, epochs.length],
  );
  if (pointed !== null && epochs.length > 0) {
    return [epochs.filter(({ epoch }) => epoch <= pointed).length, setPosition];
  }
  return [held?.id === id ? Math.min(held.position, epochs.length) : epochs.length, setPosition];
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  onChoose: (value: string) => void;
}) {
  return (
    <select
      className={classes.choice}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  );
}
