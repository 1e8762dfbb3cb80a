import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { type DeviceReport, millisecondsOf } from '../../lab/bench/device-report.ts';
import { STEP_CASES } from '../../lab/bench/step-cases.ts';
import { formatFigure } from '../../ui/format.ts';
import classes from './bench-page.module.css';
import { Missing } from './missing.tsx';
import { type BenchRow, benchRows, type Cell } from './rows.ts';
import { Scrolling } from './scrolling.tsx';

/** Every convolution of a network, each of its passes, on all backends. */
export function LayerTable({ report }: { report: DeviceReport }) {
  const [chosen, setChosen] = useState(STEP_CASES[0]!.name);
  const rows = benchRows(report, `${chosen.replace('step/', 'layer/')}/`);
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
              <th scope="colgroup" colSpan={5} className={classes.group}>
                webgpu, our kernels
              </th>
              <th scope="colgroup" colSpan={2} className={classes.group}>
                webgpu, stock tfjs
              </th>
              <th scope="colgroup" colSpan={2} className={classes.group}>
                simd, our kernels
              </th>
            </tr>
            <tr className={classes.units}>
              {[
                'ms',
                'GFLOP/s',
                'of roof',
                '× stock',
                '× simd',
                'GFLOP/s',
                'of roof',
                'GFLOP/s',
                'of roof',
              ].map((unit, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <th key={index} scope="col" className={classes.number}>
                  {unit}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <LayerRow key={row.name} row={row} />
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

function LayerRow({ row: { name, cells } }: { row: BenchRow }) {
  const [layer, pass] = name.split('/').slice(2);
  const { webgpu, simd } = cells;
  const stock = cells['stock-webgpu'];
  return (
    <tr>
      <th scope="row">{layer}</th>
      <td>{pass?.replace('-', ' ')}</td>
      <Figure cell={webgpu} value={webgpu.entry && (millisecondsOf(webgpu.entry) ?? null)} />
      <Figure cell={webgpu} value={webgpu.entry?.value ?? null} />
      <Share cell={webgpu} />
      <Times ratio={webgpu.entry?.ratios['stock-webgpu']} />
      <Times ratio={webgpu.entry?.ratios.simd} />
      <Figure cell={stock} value={stock.entry?.value ?? null} />
      <Share cell={stock} />
      <Figure cell={simd} value={simd.entry?.value ?? null} />
      <Share cell={simd} />
    </tr>
  );
}

function Figure({ cell: { entry, omission }, value }: { cell: Cell; value: number | null }) {
  return (
    <td className={classes.number} title={entry?.detail}>
      {value === null ? <Missing omission={omission} /> : formatFigure(value)}
    </td>
  );
}

function Share({ cell: { entry } }: { cell: Cell }) {
  const share = entry?.ratios.roofline;
  return (
    <td className={classes.number}>
      {share === undefined ? '–' : `${formatFigure(Math.round(100 * share))} %`}
    </td>
  );
}

function Times({ ratio }: { ratio: number | undefined }) {
  return <td className={classes.number}>{ratio === undefined ? '–' : formatFigure(ratio)}</td>;
}
