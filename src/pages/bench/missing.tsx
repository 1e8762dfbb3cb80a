import type { BenchOmission } from '../../lab/bench/device-report.ts';
import classes from './bench-page.module.css';

const WORDS: Readonly<Record<BenchOmission['kind'], string>> = {
  failed: 'failed',
  'too-slow': 'too slow',
  'no-time': 'no time',
};

/** In the place of a figure that is not there. */
export function Missing({ omission }: { omission: BenchOmission | null }) {
  if (!omission) return '–';
  return (
    <span className={classes.missing} title={omission.reason}>
      {WORDS[omission.kind]}
    </span>
  );
}
