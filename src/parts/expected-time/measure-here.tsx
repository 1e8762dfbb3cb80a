import { Button } from '@mantine/core';
import type { ExpectedTime } from '../../lab/study/expected-time.ts';
import { useReport } from '../../state/bench/report.ts';
import { startMeasuring, useBench } from '../../state/bench/store.ts';
import { useEnvironment } from '../../state/environment/store.ts';

/** Beside a time: the press that measures the device where the time of some runs is not known; nothing where it is. */
export function MeasureHere({ time }: { time: ExpectedTime | null }) {
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const { measuring, error } = useBench();
  const loaded = useReport((state) => state.loaded);
  return (
    <>
      {loaded && backend && time && time.unmeasured > 0 && (
        <>
          {' '}
          <Button
            size="compact-xs"
            variant="default"
            loading={measuring}
            onClick={() => void startMeasuring('quick', backend)}
          >
            Measure this device
          </Button>
        </>
      )}
      {measuring && ' Measuring takes a minute or two.'}
      {error && ` ${error.message} ${error.remedy}`}
    </>
  );
}
