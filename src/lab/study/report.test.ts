import { parse } from 'csv-parse/sync';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { analyseStudy } from './analyse.ts';
import { expandStudy } from './expand.ts';
import { studyReport } from './report.ts';
import { parseStudy } from './study.ts';
import { cellsCsv, runsCsv } from './table.ts';
import { syntheticRuns } from './testing/synthetic-runs.ts';

/** A study as it may come in a link: every name tries to be more than a name. */
const STUDY = parseStudy({
  name: '=cmd|"/c calc"!A1\n# Heading\n<img src=x onerror=alert(1)>',
  question: '| a | b |\n|---|---|\n`code` <script>alert(1)</script>',
  factors: [
    {
      name: '+factor | two\r\n',
      levels: [
        { label: '@SUM(A1) | x', set: { balance: { name: 'none' } } },
        { label: '-1+1\n| y | z |', set: { balance: { name: 'upsample' } } },
      ],
    },
    {
      name: '<b>bold</b>',
      levels: [
        { label: '\t=1', set: { 'augment.flip': false } },
        { label: '`tick`', set: { 'augment.flip': true } },
      ],
    },
  ],
  seeds: [1, 2, 3],
});

const expansion = expandStudy(STUDY);
const runs = syntheticRuns(expansion, () => ({ separation: 1.2, seedSpread: 0.2 }));
const blocks = analyseStudy(STUDY, expansion, runs);
const names = new Map([[blocks[0]!.key, '=DDE("x") | <i>data</i>\n---']]);

describe('what is written of a study with names that are more than names', () => {
  it('holds no cell that a spreadsheet runs', () => {
    for (const [text, rows] of [
      [cellsCsv(expansion, blocks, names, 3, true), 4],
      [runsCsv(expansion, runs, names, true), 12],
    ] as const) {
      const table: string[][] = parse(text);
      expect(table).toHaveLength(rows + 1);
      const named = table.flat().filter((cell) => /SUM|DDE|factor|1\+1|=1$/.test(cell));
      expect(named.length).toBeGreaterThan(rows);
      for (const cell of table.flat()) {
        expect(Number.isFinite(Number(cell)) || !/^\s*[=+\-@]/.test(cell), cell).toBe(true);
      }
    }
  });

  it('shows the names in the report, and makes nothing of them', () => {
    const tokens = new MarkdownIt({ html: true }).parse(
      studyReport(STUDY, blocks, names, [{ at: 0, runs: 12 }]),
      {},
    );
    const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
    const count = (type: string) => all.filter((token) => token.type === type).length;
    for (const type of [
      'html_block',
      'html_inline',
      'code_inline',
      'code_block',
      'image',
      'link_open',
      'fence',
    ])
      expect(count(type), type).toBe(0);
    expect(count('heading_open')).toBe(1 + blocks.length);
    expect(count('table_open')).toBe(blocks.length);
    // The header and the four cells, each with all its columns.
    expect(count('tr_open')).toBe(5);
    expect(count('td_open')).toBe(4 * count('th_open'));
    const words = all.map(({ content }) => content).join('\n');
    expect(words).toContain('=cmd|"/c calc"!A1 # Heading <img src=x onerror=alert(1)>');
    expect(words).toContain('@SUM(A1) | x');
  });
});
