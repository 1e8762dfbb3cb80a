import { meanAuc } from '../../lab/statistics/mean-auc.ts';
import { STRESS_NAMES, STRESSES } from '../../lab/stress/registry.ts';
import { stressMean } from '../../lab/stress/stress-curve.ts';
import { Folded } from '../../ui/folded.tsx';
import { formatAuc } from '../../ui/format.ts';
import { RunMark } from '../../ui/run-mark.tsx';
import classes from './stress.module.css';
import type { StressedGroup } from './stress-groups.ts';

/** The figures of the picture: the mean over the severities of each stress. */
export function StressTable({ groups }: { groups: readonly StressedGroup[] }) {
  return (
    <Folded label="The figures">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="AUC by stress, mean over its severities">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">mean AUC over severities</th>
              {groups.map(({ key, letter, colour, name }) => (
                <th key={key} scope="col" title={name}>
                  <RunMark letter={letter} colour={colour} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row
              title="as they are"
              groups={groups}
              score={(runs) => meanAuc(runs.map(({ clean }) => clean))}
            />
            {STRESS_NAMES.map((name) => (
              <Row
                key={name}
                title={STRESSES[name].label}
                groups={groups}
                score={(runs) => stressMean(runs, name)}
              />
            ))}
            <Row title="all stresses" groups={groups} score={(runs) => stressMean(runs, null)} />
          </tbody>
        </table>
      </section>
    </Folded>
  );
}

function Row({
  title,
  groups,
  score,
}: {
  title: string;
  groups: readonly StressedGroup[];
  score: (runs: readonly StressedGroup['runs'][number]['scores'][]) => ReturnType<typeof meanAuc>;
}) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {groups.map(({ key, runs }) => {
        const { mean, interval } = score(runs.map(({ scores }) => scores));
        return (
          <td key={key}>
            {formatAuc(mean)}
            {interval && (
              <span className={classes.interval}>
                {' '}
                {formatAuc(interval[0])} to {formatAuc(interval[1])}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
