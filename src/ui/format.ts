import { madeOnce } from '../lab/made-once.ts';

/** AUC to three places, the same in tables and sentences: "0.961". */
export function formatAuc(auc: number | null | undefined): string {
  return auc === null || auc === undefined || !Number.isFinite(auc) ? '–' : auc.toFixed(3);
}

const compact = madeOnce(
  () => new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }),
);

/** A loss to three significant digits; a large one for instance as "62.1K" or "6.2B", a huge one as "6.2e18". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return '–';
  // One that diverges: its figures would not fit beside an axis.
  if (Math.abs(loss) >= 999.5e12) return loss.toExponential(1).replace(/(\.0)?e\+/, 'e');
  if (Math.abs(loss) >= 10_000) return compact().format(loss);
  return Math.abs(loss) >= 0.001 || loss === 0 ? String(Number(loss.toPrecision(3))) : loss.toExponential(1);
}

/** "7 s", "1:40" (minutes and seconds), "2 h 05". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}:${pad(whole % 60)}`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))}`;
}

/** A rough length for an estimate: "about 2 min". */
export function formatRoughly(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

export function formatRate(imagesPerSecond: number): string {
  return imagesPerSecond >= 100 ? imagesPerSecond.toFixed(0) : String(Number(imagesPerSecond.toPrecision(2)));
}

/** "1,080". The browser's own format takes 8 ms when it is first made, and this is on the first sight. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A measured figure to three significant digits; whole from a hundred on. */
export function formatFigure(value: number): string {
  return value >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}
