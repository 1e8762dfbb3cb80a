/** The part of jStat that is used here; the package has no types of its own. */
declare module 'jstat' {
  interface Distributions {
    readonly studentt: {
      /** P(T ≤ x) with `df` degrees of freedom. */
      cdf(x: number, df: number): number;
      /** The x below which lies the share p, 0 < p < 1. */
      inv(p: number, df: number): number;
    };
    readonly normal: {
      cdf(x: number, mean: number, sd: number): number;
      inv(p: number, mean: number, sd: number): number;
    };
  }
  const jStat: Distributions;
  export default jStat;
}
