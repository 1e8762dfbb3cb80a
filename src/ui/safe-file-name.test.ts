import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from './safe-file-name.ts';

describe('safeFileName', () => {
  it('keeps words, digits and the extension', () => {
    expect(safeFileName('Größe ≤ 2-table.csv')).toBe('größe-2-table.csv');
    expect(safeFileName('run-0d1e2f.json')).toBe('run-0d1e2f.json');
    expect(safeFileName('../../etc/passwd.json')).toBe('etc-passwd.json');
    expect(safeFileName('???.json')).toBe('lab.json');
    expect(safeFileName(`${'word '.repeat(40)}-table.csv`)).toMatch(/^word-word-.*-word-table\.csv$/);
    expect(safeFileName('con.json')).toBe('lab-con.json');
  });

  it('is a name of a file on every system, whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('.json', '-table.csv', '.svg', ''),
        (text, end) => {
          const name = safeFileName(`${text}${end}`);
          expect(name).toMatch(/^[\p{L}\p{M}\p{N}-]+(\.[a-z0-9]{1,5})?$/u);
          expect(name).not.toMatch(/^-|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/);
          expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
          if (end.startsWith('.')) expect(name.endsWith(end)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
