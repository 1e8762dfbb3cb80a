import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { LessonWords } from './lesson-words.tsx';

vi.stubGlobal('navigator', { platform: 'Linux', userAgent: '' });

const shown = (text: string) => renderToStaticMarkup(<LessonWords text={text} />);

/** Every element that the words may become; none of them loads or runs anything. */
const ELEMENTS = new Set('div p em strong ul ol li h4 h5 h6 a code pre blockquote hr br'.split(' '));

describe('the words of a lesson', () => {
  it('are Markdown; a link says where it leads', () => {
    expect(shown('*a* [b](https://example.org/x)')).toContain(
      '<em>a</em> <a href="https://example.org/x" target="_blank" rel="noreferrer">b</a> (example.org)',
    );
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '<javascript:alert(1)>',
    '[x](data:text/html,<script>1</script>)',
    '[x](//example.org)',
    '[x](#/train?recipe=e30)',
    '[x](vbscript:x)',
    '[x]: javascript:x\n\n[x]',
    '![x](https://example.org/x.png)',
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<iframe src="https://example.org"></iframe>',
    '<svg onload=alert(1)>',
    '<style>* { display: none }</style>',
  ])('lead nowhere and load nothing: %s', (text) => {
    const html = shown(text);
    expect(html).not.toMatch(/<(a|img|script|iframe|svg|style)\b|\s(src|on\w+)=/);
  });

  it('are never more than text, whatever they are', () => {
    const fragment = fc.constantFrom(
      ...[
        '<',
        '>',
        '"',
        "'",
        '&',
        '![',
        '](',
        ')',
        '[',
        ']',
        '`',
        '<script',
        '<img src=',
        'onerror=',
        '<!--',
      ],
      ...['javascript:', 'https://a.example', '\n', '\n\n', '    ', '# ', '- ', '<a href=', '&lt;', '\\'],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fragment, fc.string()), { maxLength: 12 }), (parts) => {
        const html = shown(parts.join(''));
        for (const [, name] of html.matchAll(/<([a-z0-9-]+)/gi)) expect(ELEMENTS).toContain(name);
        for (const [, address] of html.matchAll(/ href="([^"]*)"/g)) expect(address).toMatch(/^https?:\/\//);
        expect(html.replaceAll(/ (?:class|href|target|rel|start)="[^"]*"/g, '')).not.toMatch(
          /<[a-z0-9]+ [^/>]/i,
        );
      }),
      { numRuns: 300 },
    );
  });
});
