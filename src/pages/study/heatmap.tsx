import { Group, NativeSelect, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { BlockAnalysis, CellAnalysis } from '../../lab/study/analyse.ts';
import type { Factor } from '../../lab/study/expand.ts';
import { VAL_NAMES } from '../../lab/study/scored-run.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import { useView } from '../../state/view/view.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import classes from './study-page.module.css';

/** Mean AUC of every cell of a data set, with a colour where it is beyond luck; a click shows the runs behind it. */
export function Heatmap({ block, factors }: { block: BlockAnalysis; factors: readonly Factor[] }) {
  const { cell: chosen, changeView } = useView();
  const varied = factors.filter(
    ({ name }) => new Set(block.cells.map(({ cell }) => cell.levels[name])).size > 1,
  );
  const [acrossName, setAcross] = useState<string | null>(null);
  const across = varied.find(({ name }) => name === acrossName) ?? varied.at(-1);
  if (!across) return null;
  const down = varied.filter((factor) => factor !== across);
  const rowName = ({ cell }: CellAnalysis) =>
    down
      .map(({ name, isSwitch }) => (isSwitch ? `${name} ${cell.levels[name]}` : cell.levels[name]))
      .join(' · ');
  const rows = [...new Set(block.cells.map(rowName))];
  const columns = across.levels
    .map(({ label }) => label)
    .filter((label) => block.cells.some(({ cell }) => cell.levels[across.name] === label));
  const isCompared = ({ cell }: CellAnalysis) =>
    block.compared.length === 0 || block.compared.includes(cell.key);
  const isWon = verdictOf(block).kind === 'winner';
  const toneOf = ({ standing }: CellAnalysis) =>
    standing === 'worse' ? 'behind' : standing === 'best' && isWon ? 'ahead' : undefined;
  return (
    <div>
      <Group gap="xs" mb={4}>
        <h3 className={classes.title} style={{ margin: 0 }}>
          Mean {block.part === 'val' ? VAL_NAMES[block.valKind] : 'test AUC'}
        </h3>
        {varied.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Factor of the columns"
            value={across.name}
            data={varied.map(({ name }) => ({ value: name, label: `columns: ${name}` }))}
            onChange={(event) => setAcross(event.currentTarget.value)}
          />
        )}
        <Text size="xs" c="dimmed">
          ± spread over seeds; a colour only where it is more than luck
        </Text>
      </Group>
      <SavedFigure name={`Mean ${block.part} AUC by cell`}>
        <table className={classes.grid} aria-label={`Mean ${block.part} AUC by cell`}>
          <thead>
            <tr>
              <th scope="col">{down.map(({ name }) => name).join(' · ')}</th>
              {columns.map((label) => (
                <th key={label} scope="col">
                  {across.isSwitch ? `${across.name} ${label}` : label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {columns.map((column) => {
                  const analysis = block.cells.find(
                    (other) => rowName(other) === row && other.cell.levels[across.name] === column,
                  );
                  if (!analysis) return <td key={column} />;
                  const { key, name } = analysis.cell;
                  return (
                    <td key={column}>
                      <HeatCell
                        analysis={analysis}
                        part={block.part}
                        tone={toneOf(analysis)}
                        isCompared={isCompared(analysis)}
                        name={name}
                        pressed={key === chosen}
                        onPress={() => void changeView({ cell: key === chosen ? undefined : key })}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </SavedFigure>
    </div>
  );
}

function HeatCell({
  analysis,
  part,
  tone,
  isCompared,
  name,
  pressed,
  onPress,
}: {
  analysis: CellAnalysis;
  part: BlockAnalysis['part'];
  tone: 'ahead' | 'behind' | undefined;
  isCompared: boolean;
  name: string;
  pressed: boolean;
  onPress: () => void;
}) {
  const score = analysis[part];
  const spread = score?.sd === null || score?.sd === undefined ? '' : ` ± ${formatAuc(score.sd)}`;
  const label = score
    ? `${name}: mean ${part} AUC ${formatAuc(score.mean)}${spread}, ${score.seeds.length} runs${isCompared ? '' : ', not compared'}`
    : `${name}: no run yet`;
  return (
    <UnstyledButton
      className={classes.heat}
      aria-label={label}
      aria-pressed={pressed}
      data-tone={tone}
      onClick={onPress}
    >
      {score ? formatAuc(score.mean) : '–'}
      <span className={classes.small}>
        {spread || (score ? 'one seed' : 'no run')}
        {score && ` · n ${score.seeds.length}`}
        {score && !isCompared && ' · not compared'}
      </span>
    </UnstyledButton>
  );
}
