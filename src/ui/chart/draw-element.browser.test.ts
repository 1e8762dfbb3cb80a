import { afterEach, describe, expect, it } from 'vitest';
import { chartSvg } from './chart-image.ts';

afterEach(() => {
  document.body.replaceChildren();
});

/** What the picture of a figure made of this HTML holds. */
function picture(html: string, change: (figure: HTMLElement) => void = () => undefined): Document {
  const figure = document.createElement('figure');
  figure.innerHTML = html;
  change(figure);
  document.body.append(figure);
  return new DOMParser().parseFromString(chartSvg(figure), 'image/svg+xml');
}

function words(drawing: Document): string[] {
  return [...drawing.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
}

describe('the picture of what the page shows', () => {
  it('has no words that are for screen readers alone, or hidden', () => {
    const drawing = picture(`
      <p>seen</p>
      <p style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)">small</p>
      <p style="position: absolute; clip-path: inset(50%)">clipped</p>
      <p style="display: none">absent</p>
      <div style="visibility: hidden; background: red">hidden <b style="visibility: visible">back</b></div>
    `);
    expect(words(drawing)).toEqual(['seen', 'back']);
    expect(drawing.querySelectorAll('rect')).toHaveLength(1);
  });

  it('keeps the opacity of groups, and leaves out what is hidden in a drawing', () => {
    const drawing = picture(`
      <style>.faint { opacity: 0.25 } .off { display: none } .hidden { visibility: hidden }</style>
      <svg width="100" height="20">
        <g class="faint"><path d="M0,0L9,9" stroke="red"/></g>
        <g class="off"><text>off</text></g>
        <text class="hidden">hidden</text>
        <text y="12">seen</text>
      </svg>
    `);
    const groups = [...drawing.querySelectorAll<SVGElement>('svg svg g')];
    expect(groups.map(({ style }) => [style.opacity, style.display])).toEqual([
      ['0.25', ''],
      ['', 'none'],
    ]);
    const shown = [...drawing.querySelectorAll<SVGElement>('svg svg > text')];
    expect(shown.map(({ style }) => style.visibility)).toEqual(['hidden', '']);
    // The path has its own opacity, 1: the group's must not count twice.
    expect(drawing.querySelector<SVGElement>('path')!.style.opacity).toBe('');
  });

  it('is XML whatever the names hold, and shows them as they are', () => {
    const names = ['<b>bold</b>', '"a" & \'b\'', ']]>', 'bell\u0007', 'half \ud800', '\uffff end'];
    const drawing = picture(
      '<p class="name"></p><svg width="9" height="9"><text></text></svg>'.repeat(names.length),
      (figure) => {
        for (const [index, element] of figure.querySelectorAll('p, text').entries()) {
          element.textContent = names[index >> 1]!;
          element.setAttribute('aria-label', names[index >> 1]!);
        }
      },
    );
    expect(drawing.querySelector('parsererror, b')).toBeNull();
    const seen = ['<b>bold</b>', '"a" & \'b\'', ']]>', 'bell', 'half ', ' end'];
    expect(words(drawing).map((word) => word.trim())).toEqual(
      seen.flatMap((name) => [name.trim(), name.trim()]),
    );
  });
});
