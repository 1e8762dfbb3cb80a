import jStat from 'jstat';

/** Beyond so many degrees of freedom Student's t is the normal to seven digits, and jStat's series is not needed. */
const NEARLY_NORMAL = 1e6;

/** The x below which a standard normal falls with probability p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/**
 * The x below which Student's t falls with probability p.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, above 0; Infinity is the normal
 */
export function tQuantile(p: number, df: number): number {
  return df > NEARLY_NORMAL ? normalQuantile(p) : jStat.studentt.inv(p, df);
}

/** Two-sided p-value of Student's t: the chance of so large a |t| where there is no difference. */
export function tTwoSided(t: number, df: number): number {
  // The lower tail: near 1 the upper one would lose all its digits.
  const tail =
    df > NEARLY_NORMAL ? jStat.normal.cdf(-Math.abs(t), 0, 1) : jStat.studentt.cdf(-Math.abs(t), df);
  return Math.min(1, 2 * tail);
}
