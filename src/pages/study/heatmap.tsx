import { Group, NativeSelect, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { BlockAnalysis, CellAnalysis } from '../../lab/study/analyse.ts';
import type { Factor } from '../../lab/study/expand.ts';
import { VAL_NAMES } from '../../lab/study/scored-run.ts';
import { useView } from '../../state/view/view.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import classes from './study-page.module.css';

/** Strongest tint, in percent: text on it stays readable. */
const DEEPEST = 40;
/** Means closer together than this are shown alike: a colour must not make much of nothing. */
const NARROWEST = 0.02;

/** Mean AUC of every cell of a data set as a tint; a click shows the runs behind it. */
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
  // A cell on other seeds has no place on the scale of those that are compared: a lucky run is not the deepest.
  const isOnScale = ({ cell }: CellAnalysis) =>
    block.compared.length === 0 || block.compared.includes(cell.key);
  const means = block.cells.filter(isOnScale).flatMap((analysis) => analysis[block.part]?.mean ?? []);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const tint = (mean: number) => Math.round((DEEPEST * (mean - low)) / Math.max(high - low, NARROWEST));
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
        {means.length > 0 && (
          <Text size="xs" c="dimmed">
            the deeper, the higher: {formatAuc(low)} to {formatAuc(high)}; ± spread over seeds
          </Text>
        )}
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
                        tint={isOnScale(analysis) ? tint : () => 0}
                        isCompared={isOnScale(analysis)}
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
  tint,
  isCompared,
  name,
  pressed,
  onPress,
}: {
  analysis: CellAnalysis;
  part: BlockAnalysis['part'];
  tint: (mean: number) => number;
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
      style={{
        background: score
          ? `color-mix(in srgb, var(--mantine-primary-color-filled) ${tint(score.mean)}%, var(--lab-ground))`
          : 'var(--lab-ground)',
      }}
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
