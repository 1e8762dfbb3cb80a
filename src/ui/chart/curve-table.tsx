import { PictureTable } from '../picture-table.tsx';
import type { XKind } from './cursor.ts';
import type { Curve } from './curve.ts';
import { heightAt, tableSteps } from './curve-rows.ts';

/** The named curves of a chart in figures, with their bands. */
export function CurveTable({
  curves,
  kind,
  xName,
  xEnd,
  format,
}: {
  curves: readonly Curve[];
  kind: XKind;
  /** What x is, in words. */
  xName: string;
  xEnd: number;
  format: (value: number) => string;
}) {
  const named = curves.filter(({ name }) => name !== null);
  const heads = [xName, ...named.map(({ letter, name }) => [letter, name].filter(Boolean).join(' '))];
  const rows = () =>
    tableSteps(kind, xEnd).map((x) => [
      kind === 'epoch' ? String(x) : x.toFixed(1),
      ...named.map((curve) => {
        const height = heightAt(curve, x);
        if (!height) return '–';
        const { y, interval } = height;
        return interval ? `${format(y)} (${interval.map(format).join(' – ')})` : format(y);
      }),
    ]);
  return named.length === 0 ? null : <PictureTable heads={heads} rows={rows} />;
}
