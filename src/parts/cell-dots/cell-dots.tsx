import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BlockAnalysis, CellAnalysis } from '../../lab/study/analyse.ts';
import { VAL_NAMES } from '../../lab/study/scored-run.ts';
import { DotPlot } from '../../ui/dot-plot.tsx';
import { dotRows } from './dot-rows.ts';

/** Recipes over their seeds, so that it is seen, before it is read, which may be better by luck alone. */
export function CellDots({
  block,
  label = ({ cell }) => cell.name,
}: {
  block: BlockAnalysis;
  label?: (cell: CellAnalysis) => ReactNode;
}) {
  const rows = dotRows(block, label);
  const hasBand = rows.some(({ inBand }) => inBand);
  const what = block.part === 'val' ? VAL_NAMES[block.valKind] : 'test AUC';
  return (
    <div>
      <DotPlot rows={rows} label={`${what} by recipe, a dot for each seed`} />
      <Text size="xs" c="dimmed" mb="sm">
        Dot: one seed. Upright: mean over seeds, with its 95 % interval.{' '}
        {hasBand && 'Grey band: too close to tell apart from the highest.'}
      </Text>
    </div>
  );
}
