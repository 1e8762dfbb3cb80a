import { Suspense, useRef } from 'react';
import { LazySaveChart } from './chart/lazy-chart.tsx';
import classes from './class-bars.module.css';
import { formatCount } from './format.ts';
import { useNameSearch } from './name-search.tsx';
import { classColour } from './palettes.ts';

const LABEL = 'Images per class in one epoch, before and after balancing';

/** Images per class in one epoch, before and after balancing, on one scale. */
export function BalanceBars({
  before,
  after,
  names,
}: {
  before: readonly number[];
  after: readonly number[];
  names: readonly string[];
}) {
  const figure = useRef<HTMLUListElement>(null);
  const full = Math.max(1, ...before, ...after);
  const { shown, search } = useNameSearch(names, 'classes');
  return (
    <div className={classes.figure}>
      {search}
      <ul className={classes.bars} aria-label={LABEL} ref={figure}>
        <li className={`${classes.pair} ${classes.heads}`} aria-hidden>
          <span>images of</span>
          <span>before →</span>
          <span>after</span>
        </li>
        {shown.map((index) => (
          <li key={index} className={classes.pair} title={names[index]}>
            <span className={classes.name}>{names[index]}</span>
            {[before[index] ?? 0, after[index] ?? 0].map((count, side) => (
              <span key={side === 0 ? 'before' : 'after'} className={classes.side}>
                <span className={classes.track}>
                  <span
                    className={classes.bar}
                    style={{
                      width: `${(100 * count) / full}%`,
                      background: classColour(index),
                      opacity: side === 0 ? 0.55 : 1,
                    }}
                  />
                </span>
                <span className={classes.count}>{formatCount(count)}</span>
              </span>
            ))}
          </li>
        ))}
      </ul>
      <div className={classes.save}>
        <Suspense>
          <LazySaveChart figure={figure} name={LABEL} />
        </Suspense>
      </div>
    </div>
  );
}
