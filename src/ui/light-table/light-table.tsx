import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { falseAlarmsText, thresholdCounts, worstPlaced } from '../../lab/light-table/operating-point.ts';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import { auc } from '../../lab/statistics/auc.ts';
import { formatAuc } from '../format.ts';
import type { Tiles } from '../tiles.ts';
import { Answer } from './answer.tsx';
import { EpochSlider } from './epoch-slider.tsx';
import classes from './light-table.module.css';
import { Loupe } from './loupe.tsx';
import { SidesLine, type SidesView } from './sides-line.tsx';
import type { TableEpoch, TableQuestion } from './table-frame.ts';
import { TableLegend } from './table-legend.tsx';
import { ThresholdFigures, type ThresholdView } from './threshold-figures.tsx';
import { ThresholdHandle } from './threshold-handle.tsx';
import { spokenTile, TileCanvas } from './tile-canvas.tsx';
import { useTableCanvas } from './use-table-canvas.ts';

export interface LightTableProps {
  /** One slice of each image; null while they are on their way. */
  readonly tiles: Tiles | null;
  readonly question: TableQuestion;
  /** The two answers in words, for instance "normal" and "pneumonia". */
  readonly answers: readonly [no: string, yes: string];
  /** What an image is, for instance "pneumonia, image 12". */
  readonly nameOf: (tile: number) => string;
  /** Ascending. */
  readonly epochs: readonly TableEpoch[];
  /** How many of the epochs have come to pass on the table: 0 is the heap before training. */
  readonly position: number;
  readonly onPosition: (position: number) => void;
  /** The epoch by which the run is judged; null while it is not known. */
  readonly best: number | null;
  /** Epochs that the run was to have. */
  readonly planned: number;
  /** The whole image, with all its slices. */
  readonly portrait: (tile: number) => Promise<Tiles>;
  /** Whether a run trains, so that frames are dear. */
  readonly isTraining: boolean;
  /** What stands between the answers, above the table. */
  readonly children?: ReactNode;
  /** What a pair is made of, where it is not one of each class. */
  readonly pairs?: string;
  /** What is to be said besides, below the table. */
  readonly notes: readonly string[];
  /** More of the chosen image, or else of the one that stands worst. */
  readonly inside?: ((tile: number) => ReactNode) | null;
}

/**
 * The validation images in the order of their scores, on one canvas: what the AUC counts is seen there, and a threshold
 * is drawn through it by hand.
 */
export function LightTable(props: LightTableProps) {
  const {
    tiles,
    question,
    answers,
    nameOf,
    epochs,
    position,
    onPosition,
    best,
    planned,
    portrait,
    isTraining,
    children,
    notes,
    pairs = 'one of each class',
    inside,
  } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const figures = useRef<ThresholdView>(null);
  const sides = useRef<SidesView>(null);
  const threshold = useRef(0);
  const [chosen, setChosen] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const shown = position === 0 ? null : (epochs[position - 1] ?? null);
  const scores = shown?.scores ?? null;
  const counts = useMemo(() => scores && thresholdCounts(question.labels, scores), [question, scores]);
  const scene = useTableCanvas(canvas, handle);

  /** Moves the line and all that follows it, without a render. */
  const showThreshold = useCallback(
    (score: number) => {
      threshold.current = score;
      scene.current?.setThreshold(score);
      const point = counts?.at(score) ?? null;
      figures.current?.show(point);
      sides.current?.show(point);
      const said = probabilityOf(score).toFixed(2);
      handle.current?.setAttribute('aria-valuenow', said);
      handle.current?.setAttribute(
        'aria-valuetext',
        point ? `${said}: ${point.found} found, ${point.missed} missed, ${falseAlarmsText(point)}` : said,
      );
      const label = handle.current?.firstElementChild;
      if (label) label.textContent = said;
    },
    [scene, counts],
  );

  useEffect(() => scene.current?.setTraining(isTraining), [scene, isTraining]);
  useEffect(() => scene.current?.setTiles(tiles), [scene, tiles]);
  useEffect(() => scene.current?.setQuestion(question), [scene, question]);
  useEffect(() => {
    scene.current?.setScores(shown);
    showThreshold(threshold.current);
  }, [scene, shown, showThreshold]);

  const area = useMemo(() => scores && auc(question.labels, scores), [question, scores]);
  const worst = useMemo(() => scores && worstPlaced(question.labels, scores), [question, scores]);
  const active = hovered ?? chosen;
  const inLoupe = active ?? worst ?? (tiles ? 0 : null);
  useEffect(() => {
    if (active === null) scene.current?.setActive(null);
  }, [scene, active]);
  // Another set has other images.
  useEffect(() => {
    if (!tiles) setChosen(null);
    setHovered(null);
  }, [tiles]);

  const count = question.labels.length;
  // Not the one that the pointer passes over: the model would be asked about each.
  const looked = chosen ?? worst ?? null;
  return (
    <section className={classes.table} aria-label="Light table" data-place="light-table">
      <div className={classes.head}>
        <Answer name={answers[0]} colour={question.sides[0]} />
        <div className={classes.middle}>{children}</div>
        <Answer name={answers[1]} colour={question.sides[1]} />
      </div>
      <div className={classes.stage}>
        <TileCanvas
          canvas={canvas}
          scene={scene}
          count={count}
          active={active}
          scores={scores}
          nameOf={nameOf}
          onHover={setHovered}
          onChoose={setChosen}
          onThreshold={showThreshold}
        />
        <ThresholdHandle handle={handle} scene={scene} hidden={!shown} onThreshold={showThreshold} />
      </div>
      <SidesLine
        view={sides}
        active={active === null || active >= count ? null : spokenTile(nameOf(active), scores?.[active])}
        isScored={scores !== null}
      />
      <EpochSlider
        epochs={epochs}
        position={position}
        best={best}
        planned={planned}
        onPosition={onPosition}
      />
      <p className={classes.sentence}>{sentence(scores !== null, area, answers, pairs)}</p>
      {scores && <TableLegend colour={question.sides[1]} />}
      {notes.map((note) => (
        <p key={note} className={classes.note}>
          {note}
        </p>
      ))}
      <div className={classes.below}>
        {tiles && inLoupe !== null && inLoupe < count && (
          <Loupe
            tiles={tiles}
            tile={inLoupe}
            question={question}
            answers={answers}
            epochs={epochs}
            position={position}
            nameOf={nameOf}
            portrait={portrait}
            scene={scene}
            active={active === inLoupe}
            worst={active === null && worst === inLoupe}
            onChoose={setChosen}
          />
        )}
        <ThresholdFigures
          view={figures}
          labels={question.labels}
          scores={scores}
          answers={answers}
          colours={question.sides}
        />
      </div>
      {inside && tiles && looked !== null && looked < count && inside(looked)}
    </section>
  );
}

function sentence(
  scored: boolean,
  area: number | null,
  [no, yes]: readonly [no: string, yes: string],
  pairs: string,
): string {
  if (!scored) return `Nothing is scored yet. Train, and ${yes} should move to the right, ${no} to the left.`;
  if (area === null) return 'One of the two is missing here, so there are no pairs to order.';
  const inOrder = Math.round(100 * area);
  return `AUC ${formatAuc(area)}: of 100 pairs, ${pairs}, ${inOrder} are in the right order.`;
}
