import { Stack, Text } from '@mantine/core';
import type { Student } from '../../lab/classroom/pool.ts';
import { beliefText, type PooledBlock, type PooledCell } from '../../lab/classroom/pooled.ts';
import { standingText } from '../../lab/study/standing.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import { CellDots } from '../../parts/cell-dots/cell-dots.tsx';
import { Folded } from '../../ui/folded.tsx';
import { formatAuc } from '../../ui/format.ts';
import classes from './classroom-page.module.css';

/** What single students believe after one run, beside what all know together, on one set. */
export function PooledSection({ pooled, students }: { pooled: PooledBlock; students: readonly Student[] }) {
  const { name, block, cells, guessers } = pooled;
  const { title, lead, details } = verdictOf(block);
  const belief = beliefText(pooled);
  return (
    <section className={classes.card} aria-label={name}>
      <p className={classes.set}>{name}</p>
      {belief && <p className={classes.lead}>{belief}</p>}
      <h3 className={classes.verdict}>
        {students.length === 1 ? '' : `All ${students.length} together: `}
        {title}
      </h3>
      {lead && <p className={classes.lead}>{lead}</p>}
      <CellDots block={block} />
      {details.map((text) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
      <Stack gap="md" mt="md">
        <div className={classes.scroll}>
          <table className={classes.table} aria-label="Guesses, single runs, and all together">
            <thead>
              <tr>
                <th scope="col">recipe</th>
                <th scope="col">guessed to be best by</th>
                <th scope="col">highest in one run for</th>
                <th scope="col">one student saw</th>
                <th scope="col">together (95 % interval)</th>
                <th scope="col">standing</th>
              </tr>
            </thead>
            <tbody>
              {cells.map((cell) => (
                <PooledRow key={cell.analysis.cell.key} cell={cell} pooled={pooled} />
              ))}
            </tbody>
          </table>
        </div>
        <Text size="sm" c="dimmed">
          {students.some(({ lesson }) => lesson)
            ? ''
            : guessers === 0
              ? 'Nobody guessed. '
              : `${guessers} of ${students.length} guessed before they trained. `}
          AUC on validation; the test part stays sealed.
        </Text>
        <Folded label="Student by student">
          <div className={classes.scroll}>
            <table className={classes.table} aria-label="Student by student">
              <thead>
                <tr>
                  <th scope="col">number</th>
                  {cells.map(({ analysis: { cell } }) => (
                    <th key={cell.key} scope="col">
                      {cell.name}
                    </th>
                  ))}
                  <th scope="col">file</th>
                </tr>
              </thead>
              <tbody>
                {students.map(({ number, file }) => (
                  <tr key={number}>
                    <td>{number}</td>
                    {cells.map(({ analysis: { cell, runs } }) => (
                      <td key={cell.key}>{formatAuc(runs.find(({ seed }) => seed === number)?.val.auc)}</td>
                    ))}
                    <td className={classes.file}>{file}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Folded>
      </Stack>
    </section>
  );
}

function PooledRow({
  cell: { analysis, guessed, believed, seen },
  pooled: { block, believers, guessers },
}: {
  cell: PooledCell;
  pooled: PooledBlock;
}) {
  const { cell, val } = analysis;
  return (
    <tr>
      <th scope="row">{cell.name}</th>
      <td>{guessers === 0 ? 'nobody guessed' : `${guessed} of ${guessers}`}</td>
      <td>{believers === 0 ? 'no run yet' : `${believed} of ${believers}`}</td>
      <td>{seen ? `${formatAuc(seen[0])} to ${formatAuc(seen[1])}` : 'no run yet'}</td>
      <td>
        {formatAuc(val?.mean)}
        {val?.interval && ` (${formatAuc(val.interval[0])} to ${formatAuc(val.interval[1])})`}
      </td>
      <td>{standingText(analysis, block)}</td>
    </tr>
  );
}
