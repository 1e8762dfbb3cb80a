import { xmlText } from '../../lab/xml-text.ts';

/**
 * Drawings as text, made by pure functions: the same on the page and on the command line. They are drawn on white paper,
 * in the light colours of the page, with all styles in attributes, so that any program opens them.
 */

export const INK = '#1c2028';
export const FAINT = '#5a606b';
export const RULE = '#e3e5e9';
export const PAPER = '#ffffff';

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

type Attributes = Readonly<Record<string, string | number>>;

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? rounded(value) : xmlText(value)}"`)
    .join('');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** @param content markup, not text */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const inner = content.join('');
  return `<${name}${attributesText(attributes)}${inner === '' ? '/>' : `>${inner}</${name}>`}`;
}

/** A line of text: whatever stands in it is text. */
export function words(text: string, attributes: Attributes): string {
  return element('text', { 'font-size': 12, fill: INK, ...attributes }, [xmlText(text)]);
}

export function moved(x: number, y: number, content: readonly string[]): string {
  return element('g', { transform: `translate(${rounded(x)} ${rounded(y)})` }, content);
}

/** A drawing with its size. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The text of an SVG file. */
  readonly svg: string;
}

/** @param label what it shows, for who does not see it */
export function drawing(width: number, height: number, label: string, content: readonly string[]): Drawing {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      role: 'img',
      'aria-label': label,
      'font-family': FONT,
    },
    [element('rect', { width: w, height: h, fill: PAPER }), ...content],
  );
  return { width: w, height: h, svg };
}

/** Panels beside and below one another, each of the same size. */
export function panels(
  width: number,
  height: number,
  all: readonly string[],
  most: number,
): { readonly width: number; readonly height: number; readonly content: readonly string[] } {
  const columns = Math.min(most, Math.max(1, all.length));
  return {
    width: columns * width,
    height: Math.ceil(all.length / columns) * height,
    content: all.map((panel, place) =>
      moved((place % columns) * width, Math.floor(place / columns) * height, [panel]),
    ),
  };
}
