import { Checkbox } from '@mantine/core';
import { keepTestsOpen, useSeals } from '../../state/seal/store.ts';

/** One choice for all sets, below their seals. */
export function KeepOpen() {
  const isKept = useSeals((seals) => seals.keptOpenSince !== null);
  return (
    <Checkbox
      size="xs"
      label="Keep every test part open on this device"
      checked={isKept}
      onChange={(event) => void keepTestsOpen(event.currentTarget.checked)}
    />
  );
}
