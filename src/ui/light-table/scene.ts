import { axisPosition, logOddsOf } from '../../lab/light-table/score-axis.ts';
import { type ScoreScale, scoreScale } from '../../lab/light-table/score-scale.ts';
import { type Swarm, type SwarmRoom, swarmOf, tileInRow, tileRoom } from '../../lab/light-table/swarm.ts';
import type { Tiles } from '../tiles.ts';
import { type Atlas, makeAtlas } from './atlas.ts';
import { drawTable } from './draw-table.ts';
import { frameGap, Glide } from './glide.ts';
import { heapPlaces, PLACE, swarmPlaces } from './places.ts';
import {
  FOOT,
  HEAD,
  type TableMark,
  type TableQuestion,
  type TableScores,
  TILE_FOOT,
} from './table-frame.ts';

const LARGEST_TILE = 56;
/** Share of the table that tiles cover: more would leave no room for them to lie where they belong. */
const FILL = 0.66;

const TICKS = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999];

/**
 * The tiles on the table and how they move, on one canvas. It draws when something has changed and once a frame while
 * tiles glide, or less often while a run trains; the page around it is told by `onFrame` and renders nothing.
 */
export class LightTableScene {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #onFrame: (thresholdX: number, width: number) => void;
  #tiles: Tiles | null = null;
  #atlas: Atlas | null = null;
  #atlasWanted = 0;
  #size = { width: 0, height: 0, ratio: 1 };
  #room: SwarmRoom = { width: 0, rows: 1, edge: 1 };
  #question: TableQuestion | null = null;
  #shown: TableScores | null = null;
  #swarm: Swarm | null = null;
  #scale: ScoreScale | null = null;
  #places = new Glide(new Float32Array(0));
  #marks = new Glide(new Float32Array(0));
  #threshold: number | null = 0;
  #active: number | null = null;
  #portrait: CanvasImageSource | null = null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a run trains, which every frame takes time from. */
  #isTraining = false;
  /** Milliseconds between the frames of the glide. */
  #gap = 0;
  #aimed = Number.NEGATIVE_INFINITY;
  #still: () => boolean;

  /**
   * @param onFrame called after each frame with the pixel at which the threshold stands, and the table's width
   * @param still whether tiles should jump instead of glide
   */
  constructor(
    canvas: HTMLCanvasElement,
    onFrame: (thresholdX: number, width: number) => void,
    still: () => boolean,
  ) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false })!;
    this.#onFrame = onFrame;
    this.#still = still;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#tiles = null;
  }

  /** @param tiles one slice each, in the order of labels and scores */
  setTiles(tiles: Tiles | null): void {
    this.#tiles = tiles;
    this.#atlas = null;
    this.#atlasWanted = 0;
    this.#layOut(true);
  }

  /** Sizes in CSS pixels, and device pixels in one of them. */
  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#layOut(true);
    // At once, as a canvas that was sized is empty.
    this.#draw(performance.now());
  }

  setQuestion(question: TableQuestion): void {
    this.#question = question;
    this.#request();
  }

  setTraining(isTraining: boolean): void {
    this.#isTraining = isTraining;
  }

  /** Null: not scored yet, a heap. */
  setScores(shown: TableScores | null): void {
    const begun = (shown === null) !== (this.#shown === null);
    this.#shown = shown;
    this.#layOut(false, begun);
  }

  /** Null: there is no line. */
  setThreshold(logOdds: number | null): void {
    // Told anew with each epoch: it glides there with the tiles.
    if (logOdds === this.#threshold) return;
    this.#threshold = logOdds;
    this.#aimMarks(true);
    this.#request();
  }

  /** @param portrait a picture of the active tile that is more than its thumbnail, drawn in its stead */
  setActive(tile: number | null, portrait: CanvasImageSource | null = null): void {
    this.#active = tile;
    this.#portrait = portrait;
    this.#request();
  }

  /** Draws the next frame, say because the portrait has turned. */
  refresh(): void {
    this.#request();
  }

  get edge(): number {
    return this.#room.edge;
  }

  /** The tiles by ascending score, or as they lie in the heap. */
  get order(): Int32Array {
    return (
      this.#swarm?.order ?? Int32Array.from({ length: this.#places.values.length / PLACE }, (_, at) => at)
    );
  }

  /** The nearest tile in the row above (1) or below (-1), which is the tile itself at the edge; null in the heap. */
  inRow(tile: number, rows: 1 | -1): number | null {
    return this.#swarm && tileInRow(this.#swarm, tile, rows);
  }

  /** The score that stands at so many pixels from the left; null before there are scores. */
  scoreAt(x: number): number | null {
    return this.#scale?.scoreAt(x) ?? null;
  }

  /** Pixels from the left at which the threshold comes to stand; null before there are scores, and without a line. */
  get thresholdX(): number | null {
    return this.#threshold === null ? null : (this.#scale?.at(this.#threshold) ?? null);
  }

  /** The tile at a point in CSS pixels. */
  hit(x: number, y: number): number | null {
    const { values } = this.#places;
    const { edge } = this.#room;
    // The last one lies on top.
    for (let tile = values.length / PLACE - 1; tile >= 0; tile--) {
      const [centre, top] = [values[PLACE * tile]!, values[PLACE * tile + 1]!];
      if (Math.abs(x - centre) <= edge / 2 && y >= top && y < top + edge + TILE_FOOT) return tile;
    }
    return null;
  }

  #layOut(jump: boolean, begun = false): void {
    const { width, height, ratio } = this.#size;
    const tiles = this.#tiles;
    if (!tiles || width === 0) {
      this.#request();
      return;
    }
    const count = tiles.pixels.length / (tiles.size ** 2 * 4);
    const sizes = { fill: FILL, largest: LARGEST_TILE, foot: TILE_FOOT };
    this.#room = tileRoom(count, width, height - HEAD - FOOT, sizes);
    const edge = Math.max(1, Math.round((this.#room.edge - 1) * ratio));
    if (this.#atlasWanted !== edge) void this.#makeAtlas(tiles, edge);
    const scores = this.#shown?.scores.length === count ? this.#shown.scores : null;
    this.#swarm = scores && swarmOf(scores, axisPosition, this.#room);
    this.#scale = this.#swarm && scoreScale(this.#swarm, scores!, width);
    const places = this.#swarm
      ? swarmPlaces(this.#swarm, this.#room.edge, height - FOOT)
      : heapPlaces(count, { width, edge: this.#room.edge, head: HEAD, foot: height - FOOT });
    const now = performance.now();
    const isGlide = !jump && !this.#still();
    this.#places.aim(places, now, !isGlide);
    this.#aimMarks(jump || begun);
    this.#gap = this.#isTraining ? frameGap(count, navigator.hardwareConcurrency, now - this.#aimed) : 0;
    this.#aimed = now;
    // The first frame of a glide shows what is there already.
    this.#request(isGlide ? this.#gap : 0);
  }

  async #makeAtlas(tiles: Tiles, edge: number): Promise<void> {
    this.#atlasWanted = edge;
    const atlas = await makeAtlas(tiles, edge);
    if (this.#tiles !== tiles || this.#atlasWanted !== edge) return;
    this.#atlas = atlas;
    this.#request();
  }

  /** Everything that stands on the axis: the threshold, the ticks, then the lines of the loss. */
  #aimMarks(jump: boolean): void {
    const scale = this.#scale;
    const at = (logOdds: number) => scale?.at(logOdds) ?? axisPosition(logOdds) * this.#size.width;
    const scores = [
      this.#threshold ?? 0,
      ...TICKS.map(logOddsOf),
      ...(this.#shown?.lines ?? []).map(({ score }) => score),
    ];
    this.#marks.aim(Float32Array.from(scores, at), performance.now(), jump || this.#still());
  }

  /** @param gap milliseconds to wait before */
  #request(gap = 0): void {
    clearTimeout(this.#timer);
    if (gap > 0) {
      this.#timer = setTimeout(() => this.#request(), gap);
      return;
    }
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    // Both, as each call moves its own.
    const gliding = [this.#places.move(now), this.#marks.move(now)].includes(true);
    const [thresholdX, ...others] = this.#marks.values;
    const marks: TableMark[] = TICKS.map((tick, index) => ({
      label: tickLabel(tick),
      x: others[index] ?? 0,
    }));
    drawTable(this.#context, {
      ...this.#size,
      edge: this.#room.edge,
      atlas: this.#atlas,
      places: this.#places.values,
      question: this.#question,
      scores: this.#scale ? this.#shown!.scores : null,
      threshold: this.#threshold,
      thresholdX: thresholdX ?? 0,
      ticks: marks,
      lines: (this.#shown?.lines ?? []).map((line, index) => ({
        ...line,
        x: others[TICKS.length + index] ?? 0,
      })),
      active: this.#active,
      portrait: this.#portrait,
    });
    this.#onFrame(thresholdX ?? 0, this.#size.width);
    if (gliding) this.#request(this.#gap);
  }
}

function tickLabel(probability: number): string {
  return String(probability);
}
