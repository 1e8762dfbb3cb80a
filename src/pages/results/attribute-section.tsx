import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { partName } from '../../lab/leak-note.ts';
import { FEW_IMAGES, type GroupScore } from '../../lab/results/by-attribute.ts';
import { type AttributeScores, useAttributeScores } from '../../state/results/attributes.ts';
import type { ScoredParts } from '../../state/results/scored-parts.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc, formatCount } from '../../ui/format.ts';
import { Term } from '../../ui/term.tsx';
import { figure, intervalText } from './figure-words.ts';
import classes from './results-page.module.css';

/** The scores by site, sex, age band and whatever else a table said of the images; nothing where it said nothing. */
export function AttributeSection({ row, parts }: { row: RunRow; parts: ScoredParts }) {
  const part = parts.test ? 'test' : 'val';
  const scores = useAttributeScores(row, parts, part);
  const { summary } = row;
  const whole = part === 'test' ? summary?.test?.auc : summary?.val.auc;
  if (scores.length === 0 || whole === undefined) return null;
  return (
    <section className={classes.card} aria-label="Scores by group">
      <h2 className={classes.title}>Scores by group, {partName(part)} part</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Table of the groups">
        <table className={`${classes.table} ${classes.groups}`}>
          <thead>
            <tr>
              <td />
              <th scope="col">images</th>
              <th scope="col">
                <Term of="auc">AUC</Term>
              </th>
              <th scope="col">
                <Term of="interval">95 % interval</Term>
              </th>
              <th scope="col">
                <Term of="acc">ACC</Term>
              </th>
              <th scope="col">95 % interval</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {scores.map(({ name, groups }) => (
              <Fragment key={name}>
                <tr>
                  <th scope="rowgroup" colSpan={7}>
                    {name}
                  </th>
                </tr>
                {groups.map((group) => (
                  <GroupRow key={group.name} group={group} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      <Text size="sm" c="dimmed" mt="sm">
        {standingOut(scores, whole)}
      </Text>
    </section>
  );
}

function GroupRow({ group: { name, count, rarest, auc, accuracy } }: { group: GroupScore }) {
  return (
    <tr>
      <td>{name}</td>
      <td>{formatCount(count)}</td>
      <td>{auc.value === null ? '–' : formatAuc(auc.value)}</td>
      <td className={classes.narrow}>{intervalText(auc) || '–'}</td>
      <td>{accuracy.value === null ? '–' : formatAuc(accuracy.value)}</td>
      <td className={classes.narrow}>{intervalText(accuracy) || '–'}</td>
      <td>
        {rarest === 0 ? 'all of one class: no AUC' : rarest < FEW_IMAGES ? `only ${rarest} of a class` : ''}
      </td>
    </tr>
  );
}

/** What may be read out of it, and what not. */
function standingOut(scores: readonly AttributeScores[], whole: number): string {
  const all = scores.flatMap(({ groups }) => groups);
  const judged = all.filter(({ rarest }) => rarest >= FEW_IMAGES);
  // An AUC of 1 has no interval by DeLong, and says nothing here.
  const outside = judged.filter(
    ({ auc: { interval } }) => interval && (whole < interval[0] || whole > interval[1]),
  );
  const small =
    judged.length < all.length
      ? ` Groups with fewer than ${FEW_IMAGES} images of a class are too small to be judged.`
      : '';
  if (judged.length === 0)
    return `No group can be judged: each has fewer than ${FEW_IMAGES} images of a class.`;
  const words =
    outside.length === 0
      ? `No group stands out: no interval lies beside the AUC of the whole part, ${figure(whole)}.`
      : `The AUC of the whole part, ${figure(whole)}, is outside the interval of ${outside.map(({ name }) => name).join(', ')}. Of ${judged.length} groups one in twenty is by chance.`;
  return words + small;
}
