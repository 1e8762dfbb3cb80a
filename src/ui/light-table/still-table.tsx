import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import type { Tiles } from '../tiles.ts';
import { Answer } from './answer.tsx';
import classes from './light-table.module.css';
import type { TableQuestion } from './table-frame.ts';
import { ThresholdHandle } from './threshold-handle.tsx';
import { TileCanvas } from './tile-canvas.tsx';
import { useTableCanvas } from './use-table-canvas.ts';

/** Takes where the threshold is, as often as there are frames. */
export interface StillTableView {
  /** As log-odds; null: no line. @param said what it makes, for who does not see it */
  show(threshold: number | null, said: string): void;
}

/** A light table that stands still: images by their scores, and a threshold through them. */
export function StillTable({
  view,
  tiles,
  question,
  answers,
  scores,
  nameOf,
  onThreshold,
  onOpen,
  children,
}: {
  view: RefObject<StillTableView | null>;
  /** Null while they are on their way. */
  tiles: Tiles | null;
  question: TableQuestion;
  answers: readonly [no: string, yes: string];
  /** Log-odds of each tile. */
  scores: Float64Array;
  nameOf: (tile: number) => string;
  onThreshold: (score: number) => void;
  onOpen: (tile: number) => void;
  /** What stands between the answers. */
  children?: ReactNode;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const scene = useTableCanvas(canvas, handle);
  const [hovered, setHovered] = useState<number | null>(null);
  const [walked, setWalked] = useState<number | null>(null);
  const active = hovered ?? walked;
  useEffect(() => scene.current?.setTiles(tiles), [scene, tiles]);
  useEffect(() => scene.current?.setQuestion(question), [scene, question]);
  useEffect(() => scene.current?.setScores({ scores, lines: [] }), [scene, scores]);
  useEffect(() => scene.current?.setActive(active), [scene, active]);
  const latest = useRef<number | null>(0);
  // It was told before the scene was there.
  useEffect(() => scene.current?.setThreshold(latest.current), [scene]);
  const show = useCallback(
    (threshold: number | null, said: string) => {
      latest.current = threshold;
      scene.current?.setThreshold(threshold);
      const grip = handle.current;
      if (!grip) return;
      grip.hidden = threshold === null;
      const probability = probabilityOf(threshold ?? 0).toFixed(2);
      grip.setAttribute('aria-valuenow', probability);
      grip.setAttribute('aria-valuetext', said);
      grip.firstElementChild!.textContent = probability;
    },
    [scene],
  );
  useImperativeHandle(view, () => ({ show }));
  return (
    <div className={classes.table}>
      <div className={classes.head}>
        <Answer name={answers[0]} colour={question.sides[0]} />
        <div className={classes.middle}>{children}</div>
        <Answer name={answers[1]} colour={question.sides[1]} />
      </div>
      <div className={classes.stage} data-still>
        <TileCanvas
          canvas={canvas}
          scene={scene}
          count={question.labels.length}
          active={active}
          scores={scores}
          nameOf={nameOf}
          onHover={setHovered}
          onChoose={setWalked}
          onThreshold={onThreshold}
          onOpen={onOpen}
        />
        <ThresholdHandle handle={handle} scene={scene} hidden={false} onThreshold={onThreshold} />
      </div>
    </div>
  );
}
