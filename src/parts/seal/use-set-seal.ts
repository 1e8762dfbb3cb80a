import { isOpenFor, type SetSeal, sealOf } from '../../lab/seal/test-seal.ts';
import { useRuns } from '../../state/runs/store.ts';
import { useSeals } from '../../state/seal/store.ts';

/** How the seal of one set's test part stands: how many runs are scored on it, and how many of these are sealed. */
export function useSetSeal(fingerprint: string): {
  readonly scored: number;
  readonly sealed: number;
  readonly seal: SetSeal;
  readonly isKeptOpen: boolean;
} {
  const seals = useSeals();
  const rows = useRuns((state) => state.rows);
  const scored = rows.filter((row) => row.dataset.fingerprint === fingerprint && row.summary?.test);
  return {
    scored: scored.length,
    sealed: scored.filter((row) => !isOpenFor(seals, row)).length,
    seal: sealOf(seals, fingerprint),
    isKeptOpen: seals.keptOpenSince !== null,
  };
}
