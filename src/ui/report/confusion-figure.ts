import { shortened } from '../chart/shortened.ts';
import { type Drawing, drawing, element, FAINT, INK, panels, RULE, words } from './svg.ts';

const CELL = { width: 62, height: 40 } as const;
const NAMES = 140;
/** Over the table, for the names of the columns, which stand aslant. */
const headOf = (names: readonly string[]) =>
  52 + 4.2 * Math.min(16, Math.max(...names.map(({ length }) => length)));
/** Strongest tint of a cell: figures must be read on it. */
const TINT = 0.45;

/** Images by what they are (rows) and what they are called (columns). */
export interface ConfusionPanel {
  readonly title: string;
  readonly names: readonly string[];
  /** Of each row. */
  readonly colours: readonly string[];
  /** [names × names]. */
  readonly counts: ArrayLike<number>;
}

export function confusionFigure(label: string, tables: readonly ConfusionPanel[]): Drawing {
  const size = Math.max(...tables.map(({ names }) => names.length));
  const head = Math.max(...tables.map(({ names }) => headOf(names)));
  const { width, height, content } = panels(
    NAMES + size * CELL.width + 64,
    head + size * CELL.height + 24,
    tables.map((table) => confusionPanel(table, head)),
    3,
  );
  return drawing(width, height, label, content);
}

function confusionPanel({ title, names, colours, counts }: ConfusionPanel, head: number): string {
  const size = names.length;
  const small = { 'font-size': 11, fill: FAINT };
  const heads = names.map((name, called) => {
    const [x, y] = [NAMES + (called + 0.5) * CELL.width, head - 8];
    return words(shortened(name, 16), { ...small, transform: `translate(${x} ${y}) rotate(-40)` });
  });
  const rows = names.flatMap((name, own) => {
    const row = Array.from({ length: size }, (_, called) => counts[own * size + called]!);
    const all = row.reduce((sum, count) => sum + count, 0);
    const top = head + own * CELL.height;
    return [
      words(shortened(name, 20), { x: NAMES - 8, y: top + CELL.height / 2 + 4, 'text-anchor': 'end' }),
      ...row.flatMap((count, called) => {
        const left = NAMES + called * CELL.width;
        return [
          element('rect', {
            x: left,
            y: top,
            width: CELL.width,
            height: CELL.height,
            fill: colours[own]!,
            'fill-opacity': all === 0 ? 0 : TINT * (count / all),
            stroke: called === own ? INK : RULE,
          }),
          words(String(count), {
            x: left + CELL.width / 2,
            y: top + CELL.height / 2 + 4,
            'text-anchor': 'middle',
          }),
        ];
      }),
    ];
  });
  return element('g', {}, [
    words(shortened(title, 40), { x: 8, y: 18, 'font-size': 13, 'font-weight': 600 }),
    words('it is ↓   called →', { ...small, x: NAMES - 8, y: head - 8, 'text-anchor': 'end' }),
    ...heads,
    ...rows,
  ]);
}
