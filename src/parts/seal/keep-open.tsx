import { Checkbox } from '@mantine/core';
import { useStore } from 'zustand';
import { keepTestsOpen, useSeals } from '../../state/seal/store.ts';

/** One choice for all sets, below their seals. */
export function KeepOpen() {
  // In one piece with the press, which React would else take back until it is drawn.
  const isKept = useStore(useSeals, (seals) => seals.keptOpenSince !== null);
  return (
    <Checkbox
      size="xs"
      label="Keep every test part open on this device"
      checked={isKept}
      onChange={(event) => void keepTestsOpen(event.currentTarget.checked)}
    />
  );
}
