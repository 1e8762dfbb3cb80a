import { Anchor, NativeSelect, Popover, Radio, Stack, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { cloneElement, useEffect, useRef } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { BACKEND_TITLES, type BackendName } from '../../lab/run-record.ts';
import { chooseBackend, useEnvironment } from '../../state/environment/store.ts';
import { useTrain } from '../../state/training/store.ts';
import { showProblem } from '../../ui/notify.tsx';
import { type Opening, useOpening } from '../../ui/opener.tsx';

const AUTOMATIC = 'automatic';

const ALL_THREADS = 'all';

/** Why this backend computes, and the choice of another. */
export function BackendPopover({ opening }: { opening: Opening }) {
  const { environment, error, changing } = useEnvironment();
  const training = useTrain((state) => state.phase !== 'idle');
  const backend = environment?.backend;
  const [opened, setOpened] = useOpening(opening);
  const close = () => setOpened(false);
  const group = useRef<HTMLDivElement>(null);
  // A choice is disabled while it is carried out, and then nothing in the popover has the focus.
  useEffect(() => {
    if (opened && !changing && document.activeElement === document.body) {
      group.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
    }
  }, [opened, changing]);
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  const choose = (value: string) => {
    chooseBackend(value === AUTOMATIC ? null : (value as BackendName)).catch((failure: unknown) =>
      showProblem(describeError(failure)),
    );
  };
  return (
    <Popover
      opened={opened}
      onDismiss={close}
      position="bottom-end"
      width={360}
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>{cloneElement(opening.button, { onClick: () => setOpened(!opened) })}</Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm">
            {error
              ? `${error.message} ${error.remedy}`
              : (backend?.reason ?? 'Looking for what can compute here…')}
          </Text>
          {environment && (
            <Radio.Group
              ref={group}
              label="Compute with"
              value={backend?.chosen ? backend.name : AUTOMATIC}
              onChange={choose}
              description={training ? 'Can be changed when the run has ended.' : null}
            >
              <Stack gap="xs" mt="xs">
                <Radio
                  size="sm"
                  value={AUTOMATIC}
                  label="Automatic"
                  data-autofocus={!backend?.chosen || undefined}
                  description="The quickest that works here"
                  disabled={training || changing}
                />
                {environment.offers.map((offer) => (
                  <Radio
                    key={offer.name}
                    size="sm"
                    value={offer.name}
                    label={BACKEND_TITLES[offer.name]}
                    data-autofocus={(backend?.chosen && offer.name === backend.name) || undefined}
                    description={offer.note}
                    disabled={!offer.available || training || changing}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {environment && backend?.name === 'simd' && environment.mostThreads > 1 && (
            <Threads
              most={environment.mostThreads}
              used={backend.threads ?? environment.mostThreads}
              disabled={training || changing}
            />
          )}
          {environment && (
            <Text size="xs" c="dimmed">
              {backend?.device ? `${backend.device} · ` : ''}TensorFlow.js {environment.versions.tfjs} · lab{' '}
              {environment.versions.lab}
              {environment.crossOriginIsolated ? '' : ' · one thread only: the server does not allow more'}
            </Text>
          )}
          <Anchor component={Link} to="/bench" search size="sm" onClick={close}>
            Measure this device
          </Anchor>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** How many threads the SIMD backend uses. */
function Threads({ most, used, disabled }: { most: number; used: number; disabled: boolean }) {
  const choose = (value: string) => {
    const threads = value === ALL_THREADS ? null : Number(value);
    chooseBackend(useEnvironment.getState().wanted, threads).catch((failure: unknown) =>
      showProblem(describeError(failure)),
    );
  };
  return (
    <NativeSelect
      size="sm"
      label="Threads"
      description="Fewer leave room for other programs. The results stay exactly the same."
      disabled={disabled}
      value={used < most ? String(used) : ALL_THREADS}
      data={[
        { value: ALL_THREADS, label: `all ${most}` },
        ...Array.from({ length: most - 1 }, (_, index) => String(index + 1)),
      ]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
