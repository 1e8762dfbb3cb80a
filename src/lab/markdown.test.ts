import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from './markdown.ts';

/** Allows HTML, so that what would become HTML is seen to. */
const reader = new MarkdownIt({ html: true, linkify: false });

/** What a reader of Markdown makes of it, as types of tokens, and the words it shows. */
function shown(markdown: string): { types: string[]; text: string } {
  const tokens = reader.parse(markdown, {});
  const inner = tokens.flatMap(({ children }) => children ?? []);
  return {
    types: [...tokens, ...inner].map(({ type }) => type),
    text: inner.map(({ content }) => content).join(''),
  };
}

const seen = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[\s\u0085]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();

const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['|', '\n', '\r\n', '`', '```', '<b>', '</td>', '<!--', '<', '>', '&amp;', '&#124;', '&', '#'],
        ...[
          '\\',
          '\\|',
          '*',
          '**',
          '_',
          '~~',
          '[a](b)',
          '![a](b)',
          '<http://a.b>',
          '- ',
          '1. ',
          '12) ',
          '---',
        ],
        ...[
          '===',
          '\t',
          '    ',
          '\u0085',
          '\u2028',
          '\u001b[31m',
          '\u0000',
          '\u202e',
          '$x$',
          ':',
          '+ ',
          'name',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => seen(text) !== '');

describe('markdownText', () => {
  it('is a paragraph of these very words', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const { types, text: words } = shown(markdownText(text));
        expect(new Set(types)).toEqual(
          new Set(
            ['paragraph_open', 'inline', 'paragraph_close', 'text', 'text_special'].filter((type) =>
              types.includes(type),
            ),
          ),
        );
        expect(types.filter((type) => type === 'paragraph_open')).toHaveLength(1);
        expect(words).toBe(seen(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is a heading of these very words', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(shown(`# ${markdownText(text)}`).text).toBe(seen(text));
      }),
      { numRuns: 2000 },
    );
    expect(shown(`# ${markdownText('in C ##')}`).text).toBe('in C ##');
  });

  it('leaves ordinary names as they are', () => {
    for (const name of ['flip + noise · lr 0.1', 'p < 0.001', 'A & B', '“x” is best, by −0.067 (0.9 to 1.0)'])
      expect(markdownText(name)).toBe(name);
  });
});

describe('markdownTable', () => {
  it('has the rows and cells it was given, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nastyText, nastyText), { minLength: 1, maxLength: 4 }), (rows) => {
        const tokens = reader.parse(`before\n\n${markdownTable(['a', 'b|c'], rows)}\n\nafter`, {});
        const cells = tokens.filter(
          ({ type }, index) => type === 'inline' && /^t[dh]_open$/.test(tokens[index - 1]!.type),
        );
        const words = cells.map(({ children }) => children!.map(({ content }) => content).join(''));
        expect(words).toEqual(['a', 'b|c', ...rows.flat().map(seen)]);
        expect(tokens.some(({ type }) => type === 'html_block')).toBe(false);
        expect(tokens.at(-2)!.content).toBe('after');
      }),
      { numRuns: 1000 },
    );
  });
});
