import type { BenchOmission } from '../../lab/bench/device-report.ts';
import { Folded } from '../../ui/folded.tsx';
import { SHOWN_BACKENDS } from './backends.ts';
import classes from './bench-page.module.css';

/** What has no figure, and why: failures at once, the rest on demand. */
export function OmissionList({ omissions }: { omissions: readonly BenchOmission[] }) {
  if (omissions.length === 0) return null;
  const failed = omissions.filter(({ kind }) => kind === 'failed');
  const leftOut = omissions.filter(({ kind }) => kind !== 'failed');
  return (
    <section className={classes.card} aria-label="Without a figure">
      <h2 className={classes.title}>Without a figure</h2>
      {failed.length > 0 && <List omissions={failed} />}
      {leftOut.length > 0 && (
        <Folded label={`${leftOut.length} left out for want of time`}>
          <List omissions={leftOut} />
        </Folded>
      )}
    </section>
  );
}

function List({ omissions }: { omissions: readonly BenchOmission[] }) {
  return (
    <ul className={classes.list}>
      {omissions.map(({ name, backend, reason }) => (
        <li key={`${name} ${backend}`}>
          {name}, {SHOWN_BACKENDS[backend].label}: {reason}
        </li>
      ))}
    </ul>
  );
}
