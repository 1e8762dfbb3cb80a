import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisPosition } from './score-axis.ts';
import { scoreScale } from './score-scale.ts';
import { swarmOf, tileInRow, tileRoom } from './swarm.ts';

/** Scores nearer to each other than this stand at one place of the axis, whatever their order. */
const inSteps = (score: number) => Math.round(score * 4096) / 4096;

/** Crowds, ties and outliers: log-odds as they come from a model, in tight clusters or wide apart. */
const scores = fc
  .tuple(
    fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 120 }),
    fc.constantFrom(1, 0.01, 0),
    fc.double({ min: -3, max: 3, noNaN: true }),
  )
  .map(([values, spread, centre]) => values.map((value) => inSteps(centre + spread * value)));

const rooms = fc.record({
  width: fc.integer({ min: 300, max: 1600 }),
  height: fc.integer({ min: 160, max: 600 }),
});

const LOOSE = { fill: 0.55, largest: 48, foot: 4 };
/** Centres are kept as 32-bit floats. */
const PIXEL = 1e-3;

describe('a swarm', () => {
  it('keeps the order of the scores, lies within its room, and no tile covers another', () => {
    fc.assert(
      fc.property(scores, rooms, (values, { width, height }) => {
        const room = tileRoom(values.length, width, height, LOOSE);
        const { x, row, order } = swarmOf(values, axisPosition, room);
        for (let turn = 0; turn < order.length; turn++) {
          const tile = order[turn]!;
          expect(x[tile]).toBeGreaterThanOrEqual(room.edge / 2 - PIXEL);
          expect(x[tile]).toBeLessThanOrEqual(width - room.edge / 2 + PIXEL);
          expect(row[tile]).toBeLessThan(room.rows);
          const next = order[turn + 1];
          if (next === undefined) continue;
          expect(values[next]).toBeGreaterThanOrEqual(values[tile]!);
          expect(x[next]).toBeGreaterThanOrEqual(x[tile]!);
        }
        for (let tile = 0; tile < values.length; tile++) {
          for (let other = 0; other < tile; other++) {
            if (row[tile] !== row[other]) continue;
            expect(Math.abs(x[tile]! - x[other]!)).toBeGreaterThanOrEqual(room.edge - PIXEL);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('puts a tile where its score belongs where there is room', () => {
    const room = { width: 1000, rows: 5, edge: 20 };
    const { x, row } = swarmOf([-4, 0, 4], axisPosition, room);
    [-4, 0, 4].forEach((score, tile) => {
      expect(x[tile]).toBeCloseTo(10 + axisPosition(score) * 980, 3);
    });
    expect([...row]).toEqual([0, 0, 0]);
  });

  it('shares out what a crowd lacks in room to both of its sides', () => {
    const room = { width: 1000, rows: 2, edge: 20 };
    const { x, row } = swarmOf(new Float32Array(10), axisPosition, room);
    expect([...x]).toEqual([455, 465, 475, 485, 495, 505, 515, 525, 535, 545]);
    expect([...row]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('sizes its tiles so that they lie loosely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), rooms, (count, { width, height }) => {
        const { edge, rows } = tileRoom(count, width, height, LOOSE);
        expect(edge).toBeLessThanOrEqual(LOOSE.largest);
        expect(count * edge).toBeLessThanOrEqual(rows * width);
      }),
    );
  });
});

describe('the axis of a swarm', () => {
  it('never falls, stands between the tiles a score lies between, and is undone by its inverse', () => {
    fc.assert(
      fc.property(
        scores,
        fc.double({ min: -11, max: 11, noNaN: true }).map(inSteps),
        fc.double({ min: -11, max: 11, noNaN: true }).map(inSteps),
        (values, one, other) => {
          const room = tileRoom(values.length, 1000, 300, LOOSE);
          const swarm = swarmOf(values, axisPosition, room);
          const scale = scoreScale(swarm, values, room.width);
          const [less, more] = one < other ? [one, other] : [other, one];
          expect(scale.at(less)).toBeLessThanOrEqual(scale.at(more) + PIXEL);
          expect(scale.at(less)).toBeGreaterThanOrEqual(0);
          expect(scale.at(more)).toBeLessThanOrEqual(room.width);
          values.forEach((score, tile) => {
            if (score < less) expect(swarm.x[tile]).toBeLessThanOrEqual(scale.at(less) + PIXEL);
            if (score >= less) {
              expect(swarm.x[tile]).toBeGreaterThanOrEqual(scale.at(less) - PIXEL);
            }
          });
          const x = scale.at(one);
          expect(scale.at(scale.scoreAt(x))).toBeCloseTo(x, 1);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the row above or below', () => {
  const swarm = {
    x: Float32Array.of(10, 40, 12, 44, 41),
    row: Uint16Array.of(0, 0, 1, 1, 2),
  };

  it('has the tile that is nearest', () => {
    expect(tileInRow(swarm, 0, 1)).toBe(2);
    expect(tileInRow(swarm, 1, 1)).toBe(3);
    expect(tileInRow(swarm, 4, -1)).toBe(3);
  });

  it('is not there at the foot and at the top', () => {
    expect(tileInRow(swarm, 1, -1)).toBe(1);
    expect(tileInRow(swarm, 4, 1)).toBe(4);
  });
});
