import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { opensText, sealedText } from '../../lab/seal/seal-words.ts';
import { isOpenFor } from '../../lab/seal/test-seal.ts';
import { findRow } from '../../state/runs/store.ts';
import { useSeals } from '../../state/seal/store.ts';
import { openSetTests } from '../../state/studies/openings.ts';
import type { RunRow } from '../../storage/runs.ts';
import { focusInSight } from '../../ui/focus-again.ts';
import classes from './sealed-note.module.css';
import { useSetSeal } from './use-set-seal.ts';

/**
 * Where the test figures of a run would stand: that they are sealed, and the press that opens them, for all runs of the set.
 * Nothing for a run that has none, or whose are open.
 */
export function SealedNote({ row: { id, dataset } }: { row: Pick<RunRow, 'id' | 'dataset'> }) {
  const { sealed, seal } = useSetSeal(dataset.fingerprint);
  const seals = useSeals();
  const row = findRow(id);
  if (!row?.summary?.test || isOpenFor(seals, row)) return null;
  return (
    <p className={classes.note}>
      <span>
        <IconMail size={18} stroke={1.5} aria-hidden className={classes.icon} />
        The test part is sealed: {sealedText(sealed, seal.seen.length)}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          openSetTests(dataset.fingerprint);
          // The note goes, and would take the focus along.
          requestAnimationFrame(focusInSight);
        }}
      >
        {opensText(sealed)}
      </Button>
    </p>
  );
}
