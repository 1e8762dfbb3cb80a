import { describe, expect, it } from 'vitest';
import { viewSearch } from './view.ts';

describe('the view in the address', () => {
  it('keeps which curve is drawn, of which part and class, and the zoom', () => {
    const view = {
      curve: 'precision and recall',
      part: 'test',
      class: 3,
      epochs: [2.5, 40],
      rates: [0, 0.2],
    } as const;
    expect(viewSearch.parse(view)).toEqual(view);
  });

  it('drops what is damaged and keeps the rest', () => {
    const damaged = {
      curve: 'PR',
      part: 'train',
      class: -1,
      epochs: [40, 2.5],
      rates: [0.5, 1.5],
    };
    const read = viewSearch.parse({ ...damaged, runs: ['a'] });
    expect(JSON.parse(JSON.stringify(read))).toEqual({ runs: ['a'] });
    expect(viewSearch.parse({ class: 1.5 }).class).toBeUndefined();
    expect(viewSearch.parse({ epochs: [1] }).epochs).toBeUndefined();
    expect(viewSearch.parse({ rates: [0.2, 0.2] }).rates).toBeUndefined();
  });
});
