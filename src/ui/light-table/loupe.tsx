import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LabelValues } from '../../lab/label-values.ts';
import { pairRank } from '../../lab/light-table/operating-point.ts';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import { oneStop } from '../one-stop.ts';
import { Tile } from '../tile.tsx';
import { sliceImage, type Tiles } from '../tiles.ts';
import table from './light-table.module.css';
import classes from './loupe.module.css';
import type { LightTableScene } from './scene.ts';
import { ScoreHistory } from './score-history.tsx';
import type { TableEpoch, TableQuestion } from './table-frame.ts';
import { projectVolume } from './turning-volume.ts';

/** Neighbours by score on either side. */
const NEIGHBOURS = 3;

/** Radians a second by which a volume turns, and frames a second in which it does. */
const TURN = 1.1;
const TURN_MS = 40;

/** One image: large, how its score came to be, how it stands to the other class, and what lies beside it. */
export function Loupe({
  tiles,
  tile,
  question,
  answers,
  epochs,
  position,
  nameOf,
  portrait,
  scene,
  active,
  worst,
  onChoose,
}: {
  tiles: Tiles;
  tile: number;
  question: TableQuestion;
  answers: readonly [no: string, yes: string];
  epochs: readonly TableEpoch[];
  position: number;
  nameOf: (tile: number) => string;
  portrait: (tile: number) => Promise<Tiles>;
  scene: RefObject<LightTableScene | null>;
  /** Whether the tile is looked at on the table, too. */
  active: boolean;
  /** Whether it is shown because no image stands worse. */
  worst: boolean;
  onChoose: (tile: number) => void;
}) {
  const picture = usePortrait(tiles, tile, portrait, scene, active);
  const [strip, choose] = useKeptFocus(tile, onChoose);
  const scores = epochs[position - 1]?.scores ?? null;
  const colour = question.feet[tile]!;
  return (
    <div className={classes.loupe}>
      <canvas
        ref={picture}
        className={classes.portrait}
        style={{ borderBottomColor: scores ? colour : undefined }}
        role="img"
        aria-label={nameOf(tile)}
      />
      <div className={classes.about}>
        <p className={classes.name}>
          {worst && <span className={classes.tag}>worst placed</span>}
          {nameOf(tile)}
        </p>
        <p className={classes.rank}>
          {scores
            ? rankText(epochs[position - 1]!.epoch, question.labels, scores, tile, answers)
            : 'Not scored yet.'}
        </p>
        {epochs.length > 1 && (
          <>
            <ScoreHistory
              epochs={epochs}
              position={position}
              tile={tile}
              labels={question.labels}
              colours={question.sides}
              colour={colour}
            />
            <p className={table.note}>Its score by epoch in white; dotted, the middle of each class.</p>
          </>
        )}
        {scores && <p className={table.note}>The images next to it by score:</p>}
        {scores && (
          <div ref={oneStop}>
            <ul ref={strip} className={classes.neighbours} aria-label="Neighbours by score">
              {neighboursOf(scores, tile).map((neighbour) => (
                <li key={neighbour} data-self={neighbour === tile || undefined}>
                  <button
                    type="button"
                    aria-current={neighbour === tile || undefined}
                    onClick={() => choose(neighbour)}
                  >
                    <Tile
                      tiles={tiles}
                      index={neighbour}
                      label={nameOf(neighbour)}
                      colour={question.feet[neighbour]}
                    />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </div>
  );
}

/** A strip moves with what is chosen on it; the focus stays on the chosen one, wherever it has gone. */
function useKeptFocus(
  tile: number,
  onChoose: (tile: number) => void,
): [RefObject<HTMLUListElement | null>, (tile: number) => void] {
  const strip = useRef<HTMLUListElement>(null);
  const isChosen = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each tile moves the strip
  useLayoutEffect(() => {
    if (!isChosen.current) return;
    isChosen.current = false;
    strip.current?.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true });
  }, [tile]);
  return [
    strip,
    (chosen) => {
      isChosen.current = true;
      onChoose(chosen);
    },
  ];
}

function rankText(
  epoch: number,
  labels: LabelValues,
  scores: Float64Array,
  tile: number,
  [no, yes]: readonly [no: string, yes: string],
): string {
  const { others, right } = pairRank(labels, scores, tile);
  const probability = probabilityOf(scores[tile]!).toFixed(3);
  const [where, other] = labels[tile] === 1 ? ['above', no] : ['below', yes];
  return `Scored ${probability} after epoch ${epoch}: ${where} ${right} of ${others} ${other}.`;
}

/** The tile with those beside it by score, ascending. */
function neighboursOf(scores: Float64Array, tile: number): number[] {
  const order = Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const place = order.indexOf(tile);
  const first = Math.max(0, Math.min(place - NEIGHBOURS, order.length - 2 * NEIGHBOURS - 1));
  return order.slice(first, first + 2 * NEIGHBOURS + 1);
}

/** Draws the thumbnail at once, the whole image when it has come, and turns a volume while it is looked at. */
function usePortrait(
  tiles: Tiles,
  tile: number,
  portrait: (tile: number) => Promise<Tiles>,
  scene: RefObject<LightTableScene | null>,
  active: boolean,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [got, setGot] = useState<{ readonly tile: number; readonly image: Tiles } | null>(null);
  // The one before is no picture of this one.
  const whole = got?.tile === tile ? got.image : null;
  useEffect(() => {
    let current = true;
    // What cannot be had stays a thumbnail.
    portrait(tile).then(
      (image) => current && setGot({ tile, image }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [tile, portrait]);
  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext('2d')!;
    const draw = (image: ImageData) => {
      if (element.width !== image.width) element.width = element.height = image.width;
      context.putImageData(image, 0, 0);
    };
    if (whole && whole.slices > 1) draw(projectVolume(whole, 0));
    else draw(sliceImage(whole ?? tiles, whole ? 0 : tile, 0));
    if (!active) return;
    scene.current?.setActive(tile, element);
    if (!whole || whole.slices === 1 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const begun = performance.now();
    const timer = setInterval(() => {
      draw(projectVolume(whole, ((performance.now() - begun) / 1000) * TURN));
      scene.current?.refresh();
    }, TURN_MS);
    return () => clearInterval(timer);
  }, [tiles, tile, whole, active, scene]);
  return canvas;
}
