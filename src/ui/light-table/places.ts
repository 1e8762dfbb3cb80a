import type { Swarm } from '../../lab/light-table/swarm.ts';
import { TILE_FOOT } from './table-frame.ts';

/** Numbers that tell where a tile lies: its centre from the left, its top (in pixels), and its turn (in radians). */
export const PLACE = 3;

/** @param foot where the lowest row stands, in pixels from the top */
export function swarmPlaces({ x, row }: Swarm, edge: number, foot: number): Float32Array {
  const places = new Float32Array(PLACE * x.length);
  for (let tile = 0; tile < x.length; tile++) {
    places[PLACE * tile] = x[tile]!;
    places[PLACE * tile + 1] = foot - (row[tile]! + 1) * (edge + TILE_FOOT);
  }
  return places;
}

/** Half the width of the heap, as a share of that of the table, and its height as one of the room. */
const HEAP_WIDTH = 0.34;
const HEAP_HEIGHT = 0.92;

/** Largest turn of a tile in the heap, in radians. */
const HEAP_TURN = 0.3;

/**
 * A heap of films as nobody has sorted them: half an ellipse, evenly filled and in no order that is seen, so that
 * classes which a file keeps apart lie mixed. The places follow the R2 sequence (Roberts 2018), the same each time.
 */
export function heapPlaces(
  count: number,
  { width, edge, head, foot }: { width: number; edge: number; head: number; foot: number },
): Float32Array {
  const places = new Float32Array(PLACE * count);
  const height = (foot - head - edge) * HEAP_HEIGHT;
  for (let tile = 0; tile < count; tile++) {
    const radius = Math.sqrt((0.5 + tile * 0.754_877_666_2) % 1);
    const angle = Math.PI * ((0.5 + tile * 0.569_840_290_9) % 1);
    places[PLACE * tile] = width * (0.5 + HEAP_WIDTH * radius * Math.cos(angle));
    places[PLACE * tile + 1] = foot - edge - TILE_FOOT - height * radius * Math.sin(angle);
    places[PLACE * tile + 2] = HEAP_TURN * (2 * ((tile * 0.618_033_988_7) % 1) - 1);
  }
  return places;
}
