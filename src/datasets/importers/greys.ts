import type { FoundGreys, Window } from '../../lab/import/found.ts';
import type { Numbers } from './importer.ts';

const BINS = 64;
/** Bins for percentiles: 16 bits have one each. */
const FINE = 65_536;

/** Range and histogram of numbers that come in pieces: first {@link range}, then {@link count}. */
export class GreyTally {
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private whole = true;
  private readonly counts = new Float64Array(FINE);

  /** @returns whether all of them are finite */
  range(values: Numbers): boolean {
    let { low, high, whole } = this;
    let finite = true;
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value - value !== 0) finite = false;
      else {
        if (value < low) low = value;
        if (value > high) high = value;
        if (whole && value % 1 !== 0) whole = false;
      }
    }
    this.low = low;
    this.high = high;
    this.whole = whole;
    return finite;
  }

  count(values: Numbers): void {
    const { low, high } = this;
    const scale = high > low ? (FINE - 1) / (high - low) : 0;
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value - value === 0) this.counts[Math.round((value - low) * scale)]! += 1;
    }
  }

  /** @param type as the numbers are stored; `float` may hold whole numbers */
  summary(type: FoundGreys['type'], full: Window | null): FoundGreys {
    const found = this.high < this.low ? { low: 0, high: 1 } : { low: this.low, high: this.high };
    const bins = new Array<number>(BINS).fill(0);
    this.counts.forEach((count, bin) => {
      bins[Math.floor((bin * BINS) / FINE)]! += count;
    });
    return {
      type,
      full: full ?? usualRange(found, this.whole),
      found,
      percentiles: { low: this.quantile(0.005, found), high: this.quantile(0.995, found) },
      bins,
    };
  }

  private quantile(share: number, { low, high }: Window): number {
    const total = this.counts.reduce((sum, count) => sum + count, 0);
    let seen = 0;
    for (let bin = 0; bin < FINE; bin++) {
      seen += this.counts[bin]!;
      if (seen > 0 && seen >= share * total) return low + ((high - low) * bin) / (FINE - 1);
    }
    return high;
  }
}

/** How people write greys in floats: 0 to 1, −1 to 1, or the bytes as they were. */
function usualRange({ low, high }: Window, whole: boolean): Window {
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  if (low >= -1 && high <= 1) return { low: -1, high: 1 };
  if (low >= 0 && high <= 255 && (whole || high > 64)) return { low: 0, high: 255 };
  return { low, high };
}
