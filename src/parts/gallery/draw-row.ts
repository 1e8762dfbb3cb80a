import { classColour } from '../../ui/palettes.ts';
import type { StoredTile } from './tile-store.ts';

/** Least room between tiles, and the bar in the class's colour below each, in CSS pixels. */
export const GAP = 4;
export const FOOT = 3;

const EMPTY = '#171a20';
const NO_CLASS = '#5c6470';
const CHOSEN = '#f2f4f7';
const CAUTION = '#fdba74';

/** How a tile is marked. */
export interface TileMark {
  /** Classes whose colours it stands on; none: no label. */
  readonly classes: readonly number[];
  readonly selected: boolean;
  readonly leftOut: boolean;
  readonly relabelled: boolean;
}

/**
 * Draws one row of tiles, `cell` pixels from one to the next; those that are not there yet stay dark. Returns whether all were there.
 */
export function drawRow(
  context: CanvasRenderingContext2D,
  tiles: readonly { readonly tile: StoredTile | null; readonly mark: TileMark }[],
  { edge, cell, ratio }: { readonly edge: number; readonly cell: number; readonly ratio: number },
): boolean {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, context.canvas.width / ratio, context.canvas.height / ratio);
  tiles.forEach(({ tile, mark }, at) => {
    const x = at * cell;
    context.globalAlpha = mark.leftOut ? 0.3 : 1;
    if (tile) {
      // Enlarged pixels stay squares.
      context.imageSmoothingEnabled = edge * ratio < tile.size;
      context.imageSmoothingQuality = 'high';
      context.drawImage(tile.picture, 0, tile.top, tile.size, tile.size, x, 0, edge, edge);
    } else {
      context.fillStyle = EMPTY;
      context.fillRect(x, 0, edge, edge);
    }
    drawFoot(context, mark.classes, x, edge);
    context.globalAlpha = 1;
    if (mark.leftOut) drawCross(context, x, edge);
    if (mark.relabelled) drawCorner(context, x, edge);
    if (mark.selected) {
      context.strokeStyle = CHOSEN;
      context.lineWidth = 2;
      context.strokeRect(x + 1, 1, edge - 2, edge + FOOT - 2);
    }
  });
  return tiles.every(({ tile }) => tile !== null);
}

function drawFoot(
  context: CanvasRenderingContext2D,
  classes: readonly number[],
  x: number,
  edge: number,
): void {
  const colours = classes.length === 0 ? [NO_CLASS] : classes.map(classColour);
  const width = edge / colours.length;
  colours.forEach((colour, at) => {
    context.fillStyle = colour;
    context.fillRect(x + at * width, edge, width, FOOT);
  });
}

function drawCross(context: CanvasRenderingContext2D, x: number, edge: number): void {
  context.strokeStyle = CHOSEN;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 4, 4);
  context.lineTo(x + edge - 4, edge - 4);
  context.moveTo(x + edge - 4, 4);
  context.lineTo(x + 4, edge - 4);
  context.stroke();
}

function drawCorner(context: CanvasRenderingContext2D, x: number, edge: number): void {
  const side = Math.max(8, edge / 6);
  context.fillStyle = CAUTION;
  context.beginPath();
  context.moveTo(x + edge - side, 0);
  context.lineTo(x + edge, 0);
  context.lineTo(x + edge, side);
  context.fill();
}
