import type { XAxisTickContentProps, YAxisTickContentProps } from 'recharts';

/** Letters stand below a point of a horizontal axis, and beside one of a vertical axis at half their height. */
const DOWN = { start: '0.71em', middle: '0.355em', end: '0' } as const;

/** A number of an axis, on one line. The charts' own lays out each word to see where a line must end, anew with each change. */
export function axisTick({
  x,
  y,
  index,
  payload,
  textAnchor,
  verticalAnchor,
  tickFormatter,
}: XAxisTickContentProps | YAxisTickContentProps) {
  return (
    <text
      x={x}
      y={y}
      dy={DOWN[verticalAnchor]}
      textAnchor={textAnchor}
      fontSize={12}
      fill="var(--mantine-color-dimmed)"
    >
      {tickFormatter ? tickFormatter(payload.value, index) : payload.value}
    </text>
  );
}
