import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import type { Rate } from '../../lab/results/class-rates.ts';
import { formatAuc } from '../../ui/format.ts';

/** "0.720 – 0.910", or nothing. */
export function intervalText({ interval }: Pick<Rate, 'interval'>): string {
  return interval ? `${formatAuc(interval[0])} – ${formatAuc(interval[1])}` : '';
}

/** A share in a sentence: "0.826". */
export function figure(value: number): string {
  return value.toFixed(3);
}

/** " (95 % interval 0.790 to 0.859)", or nothing. */
export function intervalWords(interval: readonly [number, number] | null): string {
  return interval ? `, 95 % interval ${figure(interval[0])} to ${figure(interval[1])}` : '';
}

/** A threshold as the probability that it stands for; near the ends with the digits that tell it from 0 and 1. */
export function thresholdText(logOdds: number): string {
  const probability = probabilityOf(logOdds);
  const rest = Math.min(probability, 1 - probability);
  if (rest < 0.0005) return probability < 0.5 ? '< 0.001' : '> 0.999';
  return probability.toFixed(rest < 0.01 ? 3 : 2);
}
