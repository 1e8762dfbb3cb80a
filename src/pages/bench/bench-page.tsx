import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload, IconGauge } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DeviceReport, Thoroughness } from '../../lab/bench/device-report.ts';
import { readLastReport, useReport } from '../../state/bench/report.ts';
import { cancelMeasuring, startMeasuring, useBench } from '../../state/bench/store.ts';
import { useTrain } from '../../state/training/store.ts';
import { EmptyPlace, ErrorNotice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { adapterTitle, SHOWN_BACKENDS } from './backends.ts';
import classes from './bench-page.module.css';
import { DeviceCard } from './device-card.tsx';
import { LayerTable } from './layer-table.tsx';
import { OmissionList } from './omission-list.tsx';
import { Roofline } from './roofline.tsx';
import { StepTable } from './step-table.tsx';

const THOROUGHNESS: Readonly<Record<Thoroughness, string>> = {
  quick: 'Quick: two minutes at most; what is too slow for that is left out.',
  thorough: 'Thorough: more samples and nearly nothing left out; up to half an hour on a slow device.',
};

/** How quick this device is at training, layer by layer and step by step, beside stock TensorFlow.js. */
export function BenchPage() {
  const { loaded, report } = useReport();
  const error = useBench((state) => state.error);
  useEffect(() => void readLastReport(), []);
  return (
    <Stack gap="md">
      <section className={classes.card} aria-label="Measure this device">
        <h2 className={classes.title}>How quick is this device?</h2>
        <Text size="sm">
          This page measures how quickly this device trains, with our kernels and with those of stock
          TensorFlow.js, and how near each layer comes to what the device can do. Nothing is sent anywhere:
          export the figures as a file if you want to share them.
        </Text>
        <Controls report={report} />
      </section>
      {error && <ErrorNotice error={error} onClose={() => useBench.setState({ error: null })} />}
      {report ? (
        <Report report={report} />
      ) : (
        loaded && (
          <EmptyPlace icon={<IconGauge size={40} stroke={1.5} />} title="The figures will stand here">
            Images per second of whole training steps, and every convolution of the network under the roof of
            this device, as soon as each is measured.
          </EmptyPlace>
        )
      )}
    </Stack>
  );
}

function Controls({ report }: { report: DeviceReport | null }) {
  const measuring = useBench((state) => state.measuring);
  const training = useTrain((state) => state.phase !== 'idle');
  const [thoroughness, setThoroughness] = useState<Thoroughness>('quick');
  return (
    <Stack gap="xs" mt="sm">
      <Group gap="xs">
        <SegmentedControl
          size="sm"
          aria-label="How thoroughly"
          data={[
            { value: 'quick', label: 'Quick' },
            { value: 'thorough', label: 'Thorough' },
          ]}
          value={thoroughness}
          onChange={(value) => setThoroughness(value as Thoroughness)}
          disabled={measuring}
        />
        {measuring ? (
          <Button variant="default" onClick={cancelMeasuring}>
            Cancel
          </Button>
        ) : (
          <Button
            leftSection={<IconGauge size={16} />}
            disabled={training}
            onClick={() => void startMeasuring(thoroughness)}
          >
            {report ? 'Measure again' : 'Measure'}
          </Button>
        )}
        {report && report.entries.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => exportReport(report)}
          >
            Export JSON
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {training
          ? 'A run is training: both would slow each other down. Stop it or wait for its end.'
          : measuring
            ? 'Leave the device alone meanwhile. If a run begins to train, measuring ends and keeps what it has.'
            : THOROUGHNESS[thoroughness]}
      </Text>
      {measuring && <Under />}
    </Stack>
  );
}

/** What is measured right now, and how far that is. */
function Under() {
  const current = useBench((state) => state.current);
  const done = current ? current.done : 0;
  const total = current ? current.total : 1;
  return (
    <div>
      <progress className={classes.progress} value={done} max={total} aria-label="Measured so far" />
      <Text size="xs" c="dimmed" mt={4} className={classes.current}>
        {current
          ? `${done} of ${total} · ${current.name} · ${SHOWN_BACKENDS[current.backend].label}`
          : 'Looking at the device…'}
      </Text>
    </div>
  );
}

function Report({ report }: { report: DeviceReport }) {
  return (
    <>
      <DeviceCard report={report} />
      <StepTable report={report} />
      <Roofline report={report} />
      <LayerTable report={report} />
      <OmissionList omissions={report.omissions} />
    </>
  );
}

function exportReport(report: DeviceReport): void {
  saveFile(`bench-${adapterTitle(report)} ${report.date.slice(0, 10)}.json`, JSON.stringify(report, null, 2));
}
