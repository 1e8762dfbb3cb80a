import { ActionIcon, Group, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  type BlockAnalysis,
  type CellAnalysis,
  type CellScore,
  valMinusTest,
} from '../../lab/study/analyse.ts';
import type { Cell } from '../../lab/study/expand.ts';
import { ranked, runsText, standingText } from '../../lab/study/standing.ts';
import { stepsText } from '../../lab/study/steps.ts';
import { formatDifference, formatP } from '../../lab/study/verdict.ts';
import { formatAuc } from '../../ui/format.ts';
import { Term } from '../../ui/term.tsx';
import classes from './study-page.module.css';

type Order = 'mean' | 'name' | 'spread' | 'planned';

const ORDERS: Readonly<Record<Order, string>> = {
  mean: 'best first',
  name: 'by name',
  spread: 'steadiest first',
  planned: 'as planned',
};

/** Every cell with its score, its distance from the baseline, and where it stands. */
export function CellTable({
  block,
  testOpened,
  planned,
  onBaseline,
}: {
  block: BlockAnalysis;
  testOpened: boolean;
  planned: number;
  onBaseline: (cell: Cell) => void;
}) {
  const [order, setOrder] = useState<Order>('mean');
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => sorted(block, order), [block, order]);
  const words = filter.toLowerCase().split(/\s+/);
  const shown = rows.filter((analysis) => {
    const text = `${analysis.cell.name} ${standingText(analysis, block)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <div>
      <Group gap="xs" mb={4}>
        <h3 className={classes.title} style={{ margin: 0 }}>
          Cells, over all seeds
        </h3>
        <NativeSelect
          size="xs"
          aria-label="Order of the cells"
          value={order}
          data={Object.entries(ORDERS).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setOrder(event.currentTarget.value as Order)}
        />
        <TextInput
          size="xs"
          aria-label="Filter the cells"
          placeholder="Filter…"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </Group>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label="Cells">
          <thead>
            <tr>
              <th scope="col">Cell</th>
              <th scope="col" className={classes.number}>
                runs
              </th>
              <th scope="col" className={classes.number}>
                <Term of="steps">steps</Term>
              </th>
              <th scope="col" className={classes.number}>
                {block.valKind === 'cross-fitted' ? (
                  <Term of="crossFitted">val AUC, cross-fitted</Term>
                ) : (
                  <Term of="bestVal">val AUC, best epoch (optimistic)</Term>
                )}{' '}
                (95 %)
              </th>
              <th scope="col" className={classes.number}>
                sd
              </th>
              {block.valKind === 'cross-fitted' && (
                <th scope="col" className={classes.number}>
                  <Term of="bestVal">AUC, best epoch</Term>
                </th>
              )}
              <th scope="col" className={classes.number}>
                against the baseline (95 %)
              </th>
              <th scope="col">standing</th>
              {testOpened && (
                <>
                  <th scope="col" className={classes.number}>
                    <Term of="test">test AUC</Term> (95 %)
                  </th>
                  <th scope="col" className={classes.number}>
                    val − test
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((analysis) => (
              <tr key={analysis.cell.key} data-standing={analysis.standing}>
                <td>{analysis.cell.name}</td>
                <td className={classes.number}>{runsText(analysis, block, planned)}</td>
                <td className={classes.number}>{stepsText(analysis)}</td>
                <td className={classes.number}>{scoreText(analysis.val)}</td>
                <td className={classes.number}>{formatAuc(analysis.val?.sd)}</td>
                {block.valKind === 'cross-fitted' && (
                  <td className={classes.number}>{formatAuc(analysis.bestVal?.mean)}</td>
                )}
                <td className={classes.number}>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    {baselineText(analysis, block)}
                    {analysis.cell.key !== block.baseline && (
                      <Tooltip label="Use as baseline: compare the others with this cell" position="left">
                        <ActionIcon
                          size="sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Use ${analysis.cell.name} as baseline`}
                          onClick={() => onBaseline(analysis.cell)}
                        >
                          <IconFlag size={14} />
                        </ActionIcon>
                      </Tooltip>
                    )}
                  </Group>
                </td>
                <td className={classes.standing}>{standingText(analysis, block)}</td>
                {testOpened && (
                  <>
                    <td className={classes.number}>{scoreText(analysis.test)}</td>
                    <td className={classes.number}>{gapText(analysis)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function sorted(block: BlockAnalysis, order: Order): readonly CellAnalysis[] {
  const spread = (analysis: CellAnalysis) => analysis[block.part]?.sd ?? Number.POSITIVE_INFINITY;
  switch (order) {
    case 'mean':
      return ranked(block);
    case 'spread':
      return block.cells.toSorted((a, b) => spread(a) - spread(b));
    case 'name':
      return block.cells.toSorted((a, b) => a.cell.name.localeCompare(b.cell.name));
    case 'planned':
      return block.cells;
  }
}

function scoreText(score: CellScore | null): string {
  if (!score) return '–';
  const { mean, interval } = score;
  return interval
    ? `${formatAuc(mean)} (${formatAuc(interval[0])} to ${formatAuc(interval[1])})`
    : formatAuc(mean);
}

function gapText(analysis: CellAnalysis): string {
  const gap = valMinusTest(analysis);
  return gap === null ? '–' : formatDifference(gap);
}

function baselineText({ cell, versusBaseline }: CellAnalysis, { baseline }: BlockAnalysis): string {
  if (cell.key === baseline) return 'baseline';
  if (!versusBaseline) return '–';
  const { estimate, interval, adjustedP } = versusBaseline;
  return `${formatDifference(estimate)} (${formatDifference(interval[0])} to ${formatDifference(interval[1])}; ${formatP(adjustedP)})`;
}
