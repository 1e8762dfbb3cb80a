import { Text } from '@mantine/core';
import { type DeviceReport, PEAK, type RoofDevice } from '../../lab/bench/device-report.ts';
import { useBench } from '../../state/bench/store.ts';
import { formatFigure } from '../../ui/format.ts';
import { adapterTitle } from './backends.ts';
import classes from './bench-page.module.css';

/** What was measured: adapter, threads, versions, and the most they can do. */
export function DeviceCard({ report }: { report: DeviceReport }) {
  const { environment, complete, date, thoroughness } = report;
  const measuring = useBench((state) => state.measuring);
  const when = new Date(date).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className={classes.card} aria-label="The device">
      <h2 className={classes.title}>
        {measuring ? 'Measuring since' : 'Measured'} {when}, {thoroughness}
        {complete || measuring ? '' : ', ended before all was measured'}
      </h2>
      {environment && (
        <dl className={classes.facts}>
          <dt>Graphics</dt>
          <dd>
            {environment.adapter ? (
              <>
                {adapterTitle(report)}
                {environment.adapter.software && ' (computes on the processor, so it says little of a GPU)'}
              </>
            ) : (
              'The browser offers no WebGPU adapter, so only SIMD is measured.'
            )}
          </dd>
          <dt>Processor</dt>
          <dd>
            {environment.hardwareConcurrency} logical processors
            {environment.simd
              ? ` · SIMD on ${environment.simd.threads} ${environment.simd.threads === 1 ? 'thread' : 'threads'}`
              : ' · SIMD does not start here'}
            {environment.simd?.reason ? ` (${environment.simd.reason})` : ''}
          </dd>
          <RoofFact report={report} device="webgpu" title="Graphics can do" />
          <RoofFact report={report} device="simd" title="Processor can do" />
          <dt>Versions</dt>
          <dd>
            lab {environment.versions.lab} · TensorFlow.js {environment.versions.tfjs}
          </dd>
        </dl>
      )}
    </section>
  );
}

function RoofFact({ report, device, title }: { report: DeviceReport; device: RoofDevice; title: string }) {
  const roof = report.roofline[device];
  if (!roof) return null;
  const peak = report.entries.find((entry) => entry.name === PEAK && entry.backend === device);
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {formatFigure(roof.peak)} GFLOP/s in a matrix product · {formatFigure(roof.bandwidth)} GB/s in copying
        {peak && (
          <Text span size="xs" c="dimmed">
            {' '}
            ({peak.detail})
          </Text>
        )}
      </dd>
    </>
  );
}
