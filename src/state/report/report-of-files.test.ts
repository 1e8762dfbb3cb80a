import { beforeAll, describe, expect, it } from 'vitest';
import { browserName } from '../../lab/report/browser-name.ts';
import { checksums, reportTexts } from '../../lab/report/files.ts';
import { parseStudy } from '../../lab/study/study.ts';
import { exampleRunFiles } from '../../lab/study/testing/example-run-files.ts';
import { finishWork, type Work } from '../../lab/work.ts';
import type { ReportMaker } from './make-report.ts';
import { reportOfFiles } from './report-of-files.ts';

const NASTY = '<img src=x onerror=alert(1)> [a](javascript:b) =1+1';

const STUDY = parseStudy({
  name: `Study ${NASTY}`,
  question: NASTY,
  factors: [
    {
      name: 'f',
      levels: [
        { label: NASTY, set: {} },
        { label: 'flip', set: { 'augment.flip': {} } },
      ],
    },
  ],
  seeds: [1, 2, 3],
});
const RUNS = exampleRunFiles(STUDY, (cell) => (cell.includes('flip') ? 2 : 1.2));

const MAKER: ReportMaker = {
  madeAt: 0,
  browser: 'Chrome 1',
  lab: '0.1.0',
  pictures: async () => null,
  doWork: async <Result>(work: Work<Result>) => finishWork(work),
};

const WORDS = {
  author: NASTY,
  questions: [{ question: NASTY, guess: NASTY, outcome: `${NASTY}\n# more`, answer: `${NASTY}\n\n# more` }],
};

async function textsOf(openings: readonly { at: number; runs: number }[]) {
  return reportTexts(await reportOfFiles({ study: STUDY, openings, runs: RUNS }, WORDS, MAKER));
}

describe('the lab report of a study', () => {
  let texts: ReadonlyMap<string, string>;
  beforeAll(async () => {
    texts = await textsOf([]);
  });

  it('holds all that is handed in', () => {
    const names = [...texts.keys()];
    for (const name of [
      ...['README.md', 'index.html', 'study.json', 'table.csv', 'runs.csv', 'metrics.json', 'metrics.csv'],
      ...['epochs.csv', 'recipes/A.json', 'figures/study.svg', 'figures/auc.svg', 'figures/A-val-roc.svg'],
      ...['figures/F-val-mistakes.svg', 'figures/A-val-reliability.svg', 'figures/A-val-confusion.svg'],
    ])
      expect(names).toContain(name);
    expect(JSON.parse(texts.get('study.json')!)).toEqual(STUDY);
    const readme = texts.get('README.md')!;
    for (const [, file] of readme.matchAll(/\]\((figures\/[^)]+)\.png\)/g))
      expect(names).toContain(`${file}.svg`);
    expect(readme).toContain(RUNS[0]!.record.recipeHash);
    expect(readme).toContain('f'.repeat(12));
    expect(readme).toContain('CPU');
    expect(texts.get('epochs.csv')!.trim().split('\n')).toHaveLength(1 + 2 * 6);
  });

  it('keeps what is sealed sealed: nothing of the test part is in any file', async () => {
    const sealed = texts;
    const opened = await textsOf([{ at: 5, runs: 6 }]);
    expect([...sealed.keys()].filter((name) => /test/.test(name))).toEqual([]);
    expect([...opened.keys()].filter((name) => /test/.test(name))).toHaveLength(5 * 6);
    const scores = RUNS.map(({ record }) => record.summary!.test!.auc);
    const all = [...sealed.values()].join('\n');
    // The two are worked out in another order, so their last digits may differ.
    for (const score of scores.map((auc) => String(auc).slice(0, 10))) {
      expect(all).not.toContain(score);
      expect(opened.get('metrics.csv')).toContain(score);
    }
    expect(sealed.get('README.md')).toContain('The test part is sealed');
    expect(sealed.get('runs.csv')).not.toContain('test_auc');
    expect(JSON.parse(sealed.get('metrics.json')!).runs[0].measures).not.toContainEqual(
      expect.objectContaining({ part: 'test' }),
    );
  });

  it('shows every name and answer as text, on the page, in Markdown, in CSV and in drawings', () => {
    for (const [name, text] of texts) {
      if (name.endsWith('.json')) continue;
      if (name.endsWith('.html') || name.endsWith('.svg'))
        expect(text).not.toMatch(/<img|<script|onerror=[^&]*>/);
      if (name.endsWith('.md')) {
        expect(text).not.toMatch(/(?<!\\)<img/);
        expect(text).not.toMatch(/(?<!\\)\]\(javascript/);
        expect(text).not.toMatch(/^# more/m);
      }
    }
    expect(texts.get('index.html')).toContain("default-src 'none'");
    expect(texts.get('index.html')).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)/);
  });

  it('is the same for the same runs, and says the sum of each file', async () => {
    expect(await textsOf([])).toEqual(texts);
    const sums = await checksums(new Map([['a', new TextEncoder().encode('abc')]]));
    expect(sums).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n');
  });
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Chrome 156',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
  [
    'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
    'Safari 18',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0', 'Edge 150'],
  ['curl', 'a browser that does not say which it is'],
])('names the browser of %s', (agent, name) => {
  expect(browserName(agent)).toBe(name);
});
