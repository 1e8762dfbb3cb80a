import { useMemo } from 'react';
import { mean } from '../../lab/statistics/moments.ts';
import { folded } from '../../parts/folded-differences/folded-differences.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc, formatDuration } from '../../ui/format.ts';
import { RunMark } from '../../ui/run-mark.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './differences-table.module.css';
import type { SeedGroup } from './seed-groups.ts';

/**
 * Recipes with what came of them, which stays in sight, and what differs between them: a choice once, with what follows.
 * Of several seeds the means.
 */
export function DifferencesTable({ groups }: { groups: readonly SeedGroup[] }) {
  // Those of a group differ in the seed alone.
  const rows = useMemo(() => groups.map(({ runs }) => runs[0]!.row), [groups]);
  const differences = useMemo(() => folded(rows), [rows]);
  const hasTest = groups.some(({ runs }) => runs.some(({ row }) => row.summary?.test));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Runs and what differs between them">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.run}>
              Run
            </th>
            <th scope="col" className={classes.score}>
              <Term of="crossFitted">val AUC, cross-fitted</Term>
            </th>
            <th scope="col" className={classes.number}>
              <Term of="bestVal">best val</Term>
            </th>
            {hasTest && (
              <th scope="col" className={classes.number}>
                <Term of="test">test AUC</Term>
              </th>
            )}
            {differences.map(({ path, title }) => (
              <th key={path} scope="col">
                {title}
              </th>
            ))}
            <th scope="col" className={classes.number}>
              time
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group, index) => (
            <tr key={group.key}>
              <th scope="row" className={classes.run}>
                <span className={classes.name}>
                  <RunMark letter={group.letter} colour={group.colour} />
                  <span className={classes.words}>{group.name}</span>
                </span>
              </th>
              <td className={classes.score}>{meanText(group, ({ summary }) => summary?.ranking?.auc)}</td>
              <td className={classes.number}>{meanText(group, ({ bestVal }) => bestVal)}</td>
              {hasTest && (
                <td className={classes.number}>{meanText(group, ({ summary }) => summary?.test?.auc)}</td>
              )}
              {differences.map(({ path, texts }) => (
                <td key={path}>{texts[index]}</td>
              ))}
              <td className={classes.number}>{timeText(group)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Over the runs that have one. */
function meanText({ runs }: SeedGroup, of: (row: RunRow) => number | null | undefined): string {
  const values = runs.flatMap(({ row }) => of(row) ?? []);
  return formatAuc(values.length === 0 ? null : mean(values));
}

/** Of all its runs together. */
function timeText({ runs }: SeedGroup): string {
  const seconds = runs.flatMap(({ row }) => row.summary?.seconds ?? []);
  return seconds.length === 0 ? '–' : formatDuration(seconds.reduce((sum, value) => sum + value, 0));
}
