import { Text } from '@mantine/core';
import type { BenchBackend, DeviceReport } from '../../lab/bench/device-report.ts';
import { MEASURED_STEPS } from '../../lab/bench/step-cases.ts';
import { formatFigure } from '../../ui/format.ts';
import { SHOWN_BACKENDS } from './backends.ts';
import classes from './bench-page.module.css';
import { Missing } from './missing.tsx';
import { benchRows, type Cell, knownBackends } from './rows.ts';
import { Scrolling } from './scrolling.tsx';

/** Images per second of whole training steps. */
export function StepTable({ report }: { report: DeviceReport }) {
  const rows = benchRows(report, 'step/');
  const backends = knownBackends(report);
  if (rows.length === 0) return null;
  return (
    <section className={classes.card} aria-label="Training steps">
      <h2 className={classes.title}>Training steps, in images per second</h2>
      <Scrolling label="Table of training steps">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">network</th>
              {backends.map((backend) => (
                <th key={backend} scope="col" className={classes.number}>
                  {SHOWN_BACKENDS[backend].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{MEASURED_STEPS.find((step) => step.name === name)?.title ?? name}</th>
                {backends.map((backend) => (
                  <td key={backend} className={classes.number}>
                    <StepCell cell={cells[backend]} backend={backend} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      <Text size="xs" c="dimmed" mt="xs">
        ResNet-18 at full width, where no other is told, on images of 28 pixels. One step is what the lab
        trains with: forward, backward, AUC margin loss, PESG, upload of the batch included. Medians; × is
        against stock TensorFlow.js on the graphics adapter.
      </Text>
    </section>
  );
}

function StepCell({ cell: { entry, omission }, backend }: { cell: Cell; backend: BenchBackend }) {
  if (!entry) return <Missing omission={omission} />;
  const ratio = backend === 'stock-webgpu' ? undefined : entry.ratios['stock-webgpu'];
  const [low, high] = entry.spread;
  return (
    <span
      title={`${entry.samples} samples from ${formatFigure(low)} to ${formatFigure(high)}; ${entry.detail}`}
    >
      {formatFigure(entry.value)}
      {ratio !== undefined && <strong> {formatFigure(ratio)}×</strong>}
      <span className={classes.aside}>batch {entry.counts?.batch}</span>
    </span>
  );
}
