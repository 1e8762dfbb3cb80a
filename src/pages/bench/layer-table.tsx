import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { type BenchBackend, type DeviceReport, millisecondsOf } from '../../lab/bench/device-report.ts';
import type { BenchEntry } from '../../lab/bench/entry.ts';
import { STEP_CASES } from '../../lab/bench/step-cases.ts';
import { BACKEND_TITLES } from '../../lab/run-record.ts';
import { formatFigure } from '../../ui/format.ts';
import { SHOWN_BACKENDS } from './backends.ts';
import classes from './bench-page.module.css';
import { Missing } from './missing.tsx';
import { type BenchRow, benchRows, knownBackends } from './rows.ts';
import { Scrolling } from './scrolling.tsx';

interface Column {
  readonly head: string;
  readonly figure: (entry: BenchEntry) => string | undefined;
}

const figureOf = (value: number | undefined) => (value === undefined ? undefined : formatFigure(value));

const RATE: Column = { head: 'GFLOP/s', figure: ({ value }) => formatFigure(value) };
const SHARE: Column = {
  head: 'of roof',
  figure: ({ ratios: { roofline } }) =>
    roofline === undefined ? undefined : `${formatFigure(Math.round(100 * roofline))} %`,
};

const COLUMNS: Readonly<Record<BenchBackend, readonly Column[]>> = {
  webgpu: [
    { head: 'ms', figure: (entry) => figureOf(millisecondsOf(entry)) },
    RATE,
    SHARE,
    { head: '× stock', figure: ({ ratios }) => figureOf(ratios['stock-webgpu']) },
    { head: `× ${BACKEND_TITLES.simd}`, figure: ({ ratios }) => figureOf(ratios.simd) },
  ],
  'stock-webgpu': [RATE, SHARE],
  simd: [{ head: 'ms', figure: (entry) => figureOf(millisecondsOf(entry)) }, RATE, SHARE],
};

/** Every convolution of a network, each of its passes, on all backends. */
export function LayerTable({ report }: { report: DeviceReport }) {
  const [chosen, setChosen] = useState(STEP_CASES[0]!.name);
  const rows = benchRows(report, `${chosen.replace('step/', 'layer/')}/`);
  const backends = knownBackends(report);
  if (!report.entries.some(({ name }) => name.startsWith('layer/'))) return null;
  return (
    <section className={classes.card} aria-label="Layers">
      <div className={classes.head}>
        <h2 className={classes.title}>Convolutions, one by one</h2>
        <NativeSelect
          size="xs"
          aria-label="Network"
          value={chosen}
          data={STEP_CASES.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      </div>
      <Scrolling label="Table of convolutions">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                layer
              </th>
              <th scope="col" rowSpan={2}>
                pass
              </th>
              {backends.map((backend) => (
                <th
                  key={backend}
                  scope="colgroup"
                  colSpan={COLUMNS[backend].length}
                  className={classes.group}
                >
                  {SHOWN_BACKENDS[backend].label}
                </th>
              ))}
            </tr>
            <tr>
              {backends.flatMap((backend) =>
                COLUMNS[backend].map(({ head }) => (
                  <th key={`${backend} ${head}`} scope="col" className={classes.number}>
                    {head}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <LayerRow key={row.name} row={row} backends={backends} />
            ))}
          </tbody>
        </table>
      </Scrolling>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing of this network has been measured yet.
        </Text>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        GFLOP/s are nominal: taps on padding count, though our kernels do not compute them. The share of the
        roof leaves them out; it can pass 100 % where Winograd’s way takes fewer products. The batch is the
        one that fits the time: point at a figure to see it.
      </Text>
    </section>
  );
}

function LayerRow({ row: { name, cells }, backends }: { row: BenchRow; backends: readonly BenchBackend[] }) {
  const [layer, pass] = name.split('/').slice(2);
  return (
    <tr>
      <th scope="row">{layer}</th>
      <td>{pass?.replace('-', ' ')}</td>
      {backends.flatMap((backend) =>
        COLUMNS[backend].map(({ head, figure }) => {
          const { entry, omission } = cells[backend];
          return (
            <td key={`${backend} ${head}`} className={classes.number} title={entry?.detail}>
              {entry ? (figure(entry) ?? '–') : <Missing omission={omission} />}
            </td>
          );
        }),
      )}
    </tr>
  );
}
