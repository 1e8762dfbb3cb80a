import { NativeSelect } from '@mantine/core';
import { FIGURE_WORDS } from '../../lab/lesson/figure-words.ts';
import { FIGURE_NAMES, type FigureName } from '../../lab/lesson/figures.ts';

/** A figure of a run that students trained by then. */
export type FigureOfRun = `${string}.${FigureName}`;

export function FigureSelect({
  label,
  runs,
  value,
  none,
  onChange,
}: {
  label: string;
  runs: readonly string[];
  value: FigureOfRun | '';
  /** What it says where no figure is chosen. */
  none: string;
  onChange: (figure: FigureOfRun | '') => void;
}) {
  const figures = runs.flatMap((run) =>
    FIGURE_NAMES.map((figure) => ({ value: `${run}.${figure}`, label: `${run}: ${FIGURE_WORDS[figure]}` })),
  );
  const isGone = value !== '' && !figures.some((figure) => figure.value === value);
  return (
    <NativeSelect
      size="xs"
      label={label}
      disabled={figures.length === 0 && !isGone}
      value={value}
      data={[{ value: '', label: none }, ...(isGone ? [{ value, label: value }] : []), ...figures]}
      onChange={(event) => onChange(event.currentTarget.value as FigureOfRun | '')}
    />
  );
}
