import { shortened } from '../chart/shortened.ts';
import { type Drawing, drawing, element, FAINT, panels, RULE, words } from './svg.ts';

const EDGE = 108;
const PANEL = { width: 132, height: 166 } as const;
const COLUMNS = 6;

/** An image that the model got wrong. */
export interface MistakePanel {
  /** Address of its picture as `data:image/png;base64,…`; null: its set is not at hand. */
  readonly picture: string | null;
  /** Which image of the part, from 1. */
  readonly number: number;
  readonly is: string;
  readonly called: string;
}

export function mistakesFigure(label: string, mistakes: readonly MistakePanel[]): Drawing {
  const { width, height, content } = panels(PANEL.width, PANEL.height, mistakes.map(mistakePanel), COLUMNS);
  return drawing(width + 12, height + 8, label, content);
}

function mistakePanel({ picture, number, is, called }: MistakePanel): string {
  const frame = { x: 12, y: 12, width: EDGE, height: EDGE };
  const small = { x: 12, 'font-size': 11 };
  return element('g', {}, [
    picture === null
      ? element('rect', { ...frame, fill: RULE })
      : element('image', { ...frame, href: picture, style: 'image-rendering: pixelated' }),
    words(`no. ${number}: ${shortened(is, 13)}`, { ...small, y: EDGE + 28 }),
    words(shortened(called, 20), { ...small, y: EDGE + 43, fill: FAINT }),
  ]);
}
