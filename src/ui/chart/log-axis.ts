/** A logarithmic axis between whole powers of ten. */
export interface LogRange {
  readonly low: number;
  readonly high: number;
  /** Every power of ten in the range. */
  readonly ticks: readonly number[];
}

/** The powers of ten around some positive values; others are left out of account. */
export function logRange(values: readonly number[]): LogRange {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const first = logs.length === 0 ? 0 : Math.floor(logs.reduce((a, b) => Math.min(a, b)));
  const last = logs.length === 0 ? 1 : Math.ceil(logs.reduce((a, b) => Math.max(a, b)));
  const count = Math.max(1, last - first);
  const ticks = Array.from({ length: count + 1 }, (_, index) => 10 ** (first + index));
  return { low: ticks[0]!, high: ticks[count]!, ticks };
}
