import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';

function read(text: string): string[][] {
  return parse(text);
}

/** Texts made of what does harm, between what does none. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'=+-@＝＋－＠"\',;|\t\n\r \\', 'cmd', '1', '\r\n', '=HYPERLINK("x")'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('csv', () => {
  it('keeps numbers numbers, negative ones too', () => {
    expect(csv([[-0.05, '-0.05', '+3', 1e-7, -1.5e-9, 0, null, undefined, true]])).toBe(
      '-0.05,-0.05,+3,1e-7,-1.5e-9,0,,,true\n',
    );
  });

  it('puts what would run as a formula behind an apostrophe', () => {
    for (const text of ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '=', '-Infinity', ' =1+1', "'=1+1", '＝1+1']) {
      expect(read(csv([[text]]))).toEqual([[`'${text}`]]);
    }
    for (const text of ['\tx', '\rx', '\nx']) expect(read(csv([[text, 'a']]))[0]).toEqual([`'${text}`, 'a']);
    // Where the separator is another, this is two cells, or two rows.
    expect(read(csv([['a;=1+1', 'b\n@c', 'd\t-e']]))).toEqual([["a;'=1+1", "b\n'@c", "d\t'-e"]]);
  });

  it('leaves names as they are', () => {
    for (const text of ['flip + noise', 'lr = 0.1', 'upsample-augmented', 'a@b', '−0.5', '"quoted"', 'a,b']) {
      expect(read(csv([[text]]))).toEqual([[text]]);
    }
  });

  it('is read back by a parser of CSV as it was, but for the apostrophes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nastyText, nastyText, fc.double()), { minLength: 1 }), (rows) => {
        const back = read(csv(rows));
        expect(back).toHaveLength(rows.length);
        for (const [index, [first, second, number]] of rows.entries()) {
          const withoutAdded = (text: string) => text.replaceAll("'", '');
          expect(back[index]!.slice(0, 2).map(withoutAdded)).toEqual([first, second].map(withoutAdded));
          if (Number.isFinite(number)) expect(Number(back[index]![2])).toBe(number === 0 ? 0 : number);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has no cell that runs, however a spreadsheet splits it', () => {
    const runs = (cell: string) =>
      /^["\s]*[=+\-@＝＋－＠]/.test(cell) && !Number.isFinite(Number(cell.split(',')[0]));
    fc.assert(
      fc.property(nastyText, nastyText, (first, second) => {
        const text = csv([[first, second, 'end']]);
        for (const cell of read(text).flat()) {
          expect(runs(cell), JSON.stringify(cell)).toBe(false);
          expect(cell).not.toMatch(/^[\t\r\n]/);
        }
        // Split at other separators, and by a program that knows no quotes.
        for (const cell of text.split(/[;\t\r\n]/)) expect(runs(cell), JSON.stringify(cell)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
