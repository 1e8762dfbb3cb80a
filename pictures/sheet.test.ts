import { expect, test } from 'vitest';
import { sheetHtml } from './sheet.ts';

test('a sheet has one row a state, with all its pictures, and takes any name', () => {
  const html = sheetHtml([
    { state: 'Train, "A < B"', width: 1440, scheme: 'light', file: 'a b.png' },
    { state: 'Train, "A < B"', width: 390, scheme: 'dark', file: 'c.png' },
    { state: 'Data', width: 390, scheme: 'light', file: 'd.png' },
  ]);
  expect(html.match(/<section>/g)).toHaveLength(2);
  expect(html.match(/<img /g)).toHaveLength(3);
  expect(html).toContain('<h2>Train, &quot;A &lt; B&quot;</h2>');
  expect(html).toContain('src="a%20b.png"');
});
