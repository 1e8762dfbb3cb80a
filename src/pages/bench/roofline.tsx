import { Text } from '@mantine/core';
import { useMemo } from 'react';
import {
  BENCH_BACKENDS,
  type DeviceReport,
  mayGoByWinograd,
  underRoof,
} from '../../lab/bench/device-report.ts';
import { RooflineChart, type RooflinePoint } from '../../ui/chart/roofline-chart.tsx';
import { RooflineMark } from '../../ui/chart/roofline-mark.tsx';
import { formatFigure } from '../../ui/format.ts';
import { SHOWN_BACKENDS } from './backends.ts';
import classes from './bench-page.module.css';

/** Every layer under the roof of its device. */
export function Roofline({ report }: { report: DeviceReport }) {
  const points = useMemo(() => pointsOf(report), [report]);
  const roofs = (['webgpu', 'simd'] as const).flatMap((device) => {
    const roof = report.roofline[device];
    return roof
      ? [
          {
            ...roof,
            name: `${device}: ${formatFigure(roof.peak)} GFLOP/s`,
            colour: SHOWN_BACKENDS[device].colour,
          },
        ]
      : [];
  });
  const winograd = report.entries.some(mayGoByWinograd);
  if (points.length === 0 && roofs.length === 0) return null;
  const drawn = BENCH_BACKENDS.filter((backend) => report.entries.some((entry) => entry.backend === backend));
  return (
    <section className={classes.card} aria-label="Roofline">
      <div className={classes.head}>
        <h2 className={classes.title}>How near the layers come to what the device can do</h2>
        <div className={classes.legend}>
          {drawn.map((backend) => (
            <span key={backend}>
              <RooflineMark {...SHOWN_BACKENDS[backend]} /> {SHOWN_BACKENDS[backend].label}
            </span>
          ))}
        </div>
      </div>
      <RooflineChart
        description={`Rate of ${points.length} measured convolutions over their arithmetic intensity, under ${
          roofs.map(({ name }) => `the roof of ${name}`).join(' and ') || 'no measured roof'
        }`}
        points={points}
        roofs={roofs}
        height={380}
      />
      <Text size="xs" c="dimmed">
        GFLOP/s (up) over FLOP for each byte that must be moved (right), without those on padding. Under the
        slope memory is the limit, under the flat part arithmetic. The roof is the highest that was measured
        here.
        {winograd &&
          ' Only 3×3 layers on SIMD may stand above it: by Winograd’s way they take fewer products than are counted.'}
      </Text>
    </section>
  );
}

function pointsOf({ entries }: DeviceReport): readonly RooflinePoint[] {
  return entries.flatMap((entry) => {
    const place = underRoof(entry);
    const backend = BENCH_BACKENDS.find((name) => name === entry.backend);
    if (!place || !backend) return [];
    const { colour, shape, label } = SHOWN_BACKENDS[backend];
    return [
      {
        ...place,
        ...{ id: `${entry.name} ${backend}`, colour, shape },
        title: `${entry.name}, ${label}: ${formatFigure(entry.value)} GFLOP/s, ${entry.detail}`,
      },
    ];
  });
}
