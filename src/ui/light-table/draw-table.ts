import type { LabelValues } from '../../lab/label-values.ts';
import { PLACE } from './places.ts';
import { FOOT, HEAD, type TableFrame, TILE_FOOT } from './table-frame.ts';

const GROUND = '#0c0e11';
const RULE = '#262b33';
const WORDS = '#aab1bd';
const BRIGHT = '#f2f4f7';
const GREY = '#5c6470';
/** A turn below this is none, in radians. */
const LEVEL = 0.002;
const FONT = '11px system-ui, sans-serif';

/** Room that the grip of the threshold takes to either side, with half a tick label, in pixels. */
const GRIP_ROOM = 42;

/** Room between a tick label and the edge of the table, in pixels. */
const TICK_EDGE = 4;

/** Least distance of tick labels, in pixels. */
const TICK_ROOM = 34;

export function drawTable(context: CanvasRenderingContext2D, frame: TableFrame): void {
  const { width, height, ratio } = frame;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = GROUND;
  context.fillRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = 'middle';
  if (frame.scores) drawSides(context, frame);
  drawAxis(context, frame);
  drawTiles(context, frame);
  if (frame.scores) {
    drawLines(context, frame);
    drawThreshold(context, frame);
  }
  drawActive(context, frame);
}

/** How far the light of the sides reaches from the threshold, as a share of the width. */
const LIGHT = 0.5;

/** A breath of colour tells what the threshold calls the images on either side. */
function drawSides(context: CanvasRenderingContext2D, frame: TableFrame): void {
  const { question, threshold, thresholdX, width, height } = frame;
  if (!question || threshold === null) return;
  const [no, yes] = question.sides;
  for (const [colour, from, to] of [
    [no, thresholdX, thresholdX - LIGHT * width],
    [yes, thresholdX, thresholdX + LIGHT * width],
  ] as const) {
    const light = context.createLinearGradient(from, 0, to, 0);
    light.addColorStop(0, `${colour}38`);
    light.addColorStop(1, `${colour}0a`);
    context.fillStyle = light;
    if (to < from) context.fillRect(0, 0, from, height - FOOT);
    else context.fillRect(from, 0, width - from, height - FOOT);
  }
}

function drawAxis(context: CanvasRenderingContext2D, frame: TableFrame): void {
  const { scores, ticks, threshold, thresholdX, width, height } = frame;
  context.fillStyle = RULE;
  context.fillRect(0, height - FOOT, width, 1);
  if (!scores) return;
  context.fillStyle = WORDS;
  context.textAlign = 'center';
  let last = Number.NEGATIVE_INFINITY;
  for (const { x, label } of ticks) {
    if (x < 14 || x > width - 14 || x - last < TICK_ROOM) continue;
    last = x;
    context.fillRect(x - 0.5, height - FOOT, 1, 5);
    // Half a number beside the grip of the threshold would be another number.
    if (threshold !== null && Math.abs(x - thresholdX) < GRIP_ROOM) continue;
    // Whole at the edges, where the tick itself may stand nearer than half its number.
    const half = context.measureText(label).width / 2 + TICK_EDGE;
    context.fillText(label, Math.min(width - half, Math.max(half, x)), height - FOOT / 2 + 2);
  }
}

function drawTiles(context: CanvasRenderingContext2D, frame: TableFrame): void {
  const { places, question, scores, active, threshold } = frame;
  const count = places.length / PLACE;
  context.imageSmoothingEnabled = false;
  for (let tile = 0; tile < count; tile++) drawTile(context, frame, tile);
  if (!scores || !question) return;
  // What the threshold gets wrong is framed in its own colour.
  for (let tile = 0; threshold !== null && tile < count; tile++) {
    if (scores[tile]! >= threshold === (question.labels[tile] === 1)) continue;
    drawFrame(context, frame, tile, question.feet[tile]!);
  }
  if (active === null) return;
  for (let tile = 0; tile < count; tile++) {
    if (wrongPair(question.labels, scores, active, tile)) drawFrame(context, frame, tile, BRIGHT);
  }
}

function drawTile(context: CanvasRenderingContext2D, frame: TableFrame, tile: number): void {
  const { atlas, places, question, scores, edge, ratio } = frame;
  const side = edge - 1;
  const turn = places[PLACE * tile + 2]!;
  // On whole device pixels, so that nothing is blended.
  const whole = (value: number) => Math.round(value * ratio) / ratio;
  let [x, y] = [whole(places[PLACE * tile]! - side / 2), whole(places[PLACE * tile + 1]!)];
  const turned = Math.abs(turn) > LEVEL;
  if (turned) {
    context.save();
    context.translate(x + side / 2, y + side / 2);
    context.rotate(turn);
    // A dark rim, as films in a heap would not be told apart without.
    context.fillStyle = GROUND;
    context.fillRect(-side / 2 - 1, -side / 2 - 1, side + 2, side + TILE_FOOT + 1);
    [x, y] = [-side / 2, -side / 2];
  }
  if (atlas) {
    const from = atlas.edge;
    const [column, row] = [tile % atlas.columns, Math.floor(tile / atlas.columns)];
    context.drawImage(atlas.picture, column * from, row * from, from, from, x, y, from / ratio, from / ratio);
  } else {
    context.fillStyle = RULE;
    context.fillRect(x, y, side, side);
  }
  context.fillStyle = (scores && question?.feet[tile]) || GREY;
  context.fillRect(x, y + side, side, TILE_FOOT - 1);
  if (turned) context.restore();
}

function drawFrame(context: CanvasRenderingContext2D, frame: TableFrame, tile: number, colour: string): void {
  const { places, edge } = frame;
  const side = edge - 1;
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.strokeRect(places[PLACE * tile]! - side / 2 + 1, places[PLACE * tile + 1]! + 1, side - 2, side - 1);
}

/** Whether two images of different classes stand in the wrong order. */
function wrongPair(labels: LabelValues, scores: Float64Array, one: number, other: number): boolean {
  if (labels[one] === labels[other]) return false;
  return labels[one] === 1 ? scores[other]! >= scores[one]! : scores[other]! <= scores[one]!;
}

/** a and b through the table; between them what is reached of the margin, and behind a what is wanted yet. */
function drawLines(context: CanvasRenderingContext2D, { lines, height, width }: TableFrame): void {
  const y = HEAD - 9;
  context.lineWidth = 1.5;
  for (const { x, colour, beyond } of lines) {
    if (beyond) continue;
    context.strokeStyle = colour;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(x, y - 5);
    context.lineTo(x, height - FOOT);
    context.stroke();
    context.setLineDash([]);
  }
  const [b, a, goal] = lines;
  if (!a || !b || !goal) return;
  context.strokeStyle = BRIGHT;
  for (const [from, to, dash] of [
    [b.x, Math.min(a.x, goal.x), []],
    [Math.min(a.x, goal.x), goal.x, [2, 4]],
  ] as const) {
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(from, y);
    context.lineTo(to, y);
    context.stroke();
  }
  context.setLineDash([]);
  context.font = FONT;
  context.textAlign = 'center';
  let last = Number.NEGATIVE_INFINITY;
  for (const { label, x } of lines) {
    const half = context.measureText(label).width / 2 + 5;
    const centre = Math.max(Math.min(x, width - half), half, last + half);
    if (centre + half > width + 1) continue;
    last = centre + half;
    context.fillStyle = BRIGHT;
    context.fillText(label, centre, y - 12);
  }
}

function drawThreshold(
  context: CanvasRenderingContext2D,
  { threshold, thresholdX, height }: TableFrame,
): void {
  if (threshold === null) return;
  context.fillStyle = GROUND;
  context.fillRect(thresholdX - 2.5, HEAD - 14, 5, height - HEAD - FOOT + 14);
  context.fillStyle = BRIGHT;
  context.fillRect(thresholdX - 1, HEAD - 14, 2, height - HEAD - FOOT + 14);
}

/** How much larger the active tile is drawn, and at least, in pixels. */
const ACTIVE_SCALE = 2.5;
const ACTIVE_LEAST = 64;

function drawActive(context: CanvasRenderingContext2D, frame: TableFrame): void {
  const { active, atlas, places, question, scores, edge, portrait, width, height } = frame;
  if (active === null || PLACE * active >= places.length || !atlas) return;
  const side = Math.max(ACTIVE_LEAST, ACTIVE_SCALE * edge);
  const centre = places[PLACE * active]!;
  const middle = places[PLACE * active + 1]! + edge / 2;
  const x = Math.min(width - side - 2, Math.max(2, centre - side / 2));
  const y = Math.min(height - FOOT - side - 8, Math.max(2, middle - side / 2));
  context.fillStyle = BRIGHT;
  context.fillRect(x - 2, y - 2, side + 4, side + 10);
  context.fillStyle = '#000';
  context.fillRect(x, y, side, side);
  context.imageSmoothingEnabled = false;
  if (portrait) context.drawImage(portrait, x, y, side, side);
  else {
    const from = atlas.edge;
    const [column, row] = [active % atlas.columns, Math.floor(active / atlas.columns)];
    context.drawImage(atlas.picture, column * from, row * from, from, from, x, y, side, side);
  }
  context.fillStyle = (scores && question?.feet[active]) || GREY;
  context.fillRect(x, y + side, side, 6);
}
