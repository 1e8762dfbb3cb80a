import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributeSchema, attributesOf, UNTOLD } from './attribute.ts';

const PARTS = ['train', 'val', null, 'test', 'train'] as const;

it('columns with a few values are groups by part; what is left out, or untold, is in none', () => {
  const columns = {
    sex: ['F', 'M', 'X', 'F', ''],
    patient: ['a', 'a', 'a', 'a', 'a'],
    grade: ['10', '9', '9', '9', '9'],
  };
  expect(attributesOf(columns, PARTS)).toEqual([
    { name: 'sex', groups: ['F', 'M'], codes: { train: [0, UNTOLD], val: [1], test: [0] } },
    { name: 'grade', groups: ['9', '10'], codes: { train: [1, 0], val: [0], test: [0] } },
  ]);
});

it('many numbers become bands, and many names nothing', () => {
  const parts = new Array<'val'>(40).fill('val');
  const columns = {
    age: parts.map((_, item) => String(23 + item * 1.5 - (item % 2) * 0.5)),
    years: parts.map((_, item) => String(20 + item)),
    name: parts.map((_, item) => `patient ${item}`),
  };
  const [age, years, ...others] = attributesOf(columns, parts);
  expect(age!.groups.slice(0, 2)).toEqual(['20 to 29', '30 to 39']);
  expect(years).toMatchObject({
    groups: ['20 to 24', '25 to 29', '30 to 34', '35 to 39', '40 to 44', '45 to 49', '50 to 54', '55 to 59'],
  });
  expect(years!.codes.val.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(others).toEqual([]);
});

it('every image has one code, of a group that is there', () => {
  const values = fc.array(
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map(String),
      fc.integer({ min: 0, max: 120 }).map(String),
      fc.constant(''),
    ),
    { minLength: 30, maxLength: 60 },
  );
  fc.assert(
    fc.property(values, (column) => {
      const parts = column.map(() => 'val' as const);
      for (const attribute of attributesOf({ column }, parts)) {
        expect(attributeSchema.safeParse(attribute).success).toBe(true);
        expect(attribute.codes.val).toHaveLength(column.length);
        attribute.codes.val.forEach((code, item) => {
          if (column[item] === '') expect(code).toBe(UNTOLD);
          else expect(attribute.groups[code]).toBeDefined();
        });
      }
    }),
  );
});
