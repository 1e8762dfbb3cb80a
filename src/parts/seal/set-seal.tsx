import { Button } from '@mantine/core';
import { IconMail, IconMailOpened } from '@tabler/icons-react';
import { useRef } from 'react';
import { openingsText, sealedText } from '../../lab/seal/seal-words.ts';
import { openSetTests } from '../../state/studies/openings.ts';
import type { RunRow } from '../../storage/runs.ts';
import classes from './set-seal.module.css';
import { useSetSeal } from './use-set-seal.ts';

/** Runs that came after an opening are sealed, the others stay open. */
function sealedWord(sealed: number, scored: number): string {
  if (sealed === 0) return 'open';
  return sealed < scored ? 'sealed again for new runs' : 'sealed';
}

/**
 * The seal of one set's test part: runs are scored on it, and their scores are shown once it is opened for them, which is
 * counted and dated. Nothing while no run is scored on it.
 */
export function SetSeal({ dataset }: { dataset: Pick<RunRow['dataset'], 'fingerprint' | 'name'> }) {
  const { fingerprint, name } = dataset;
  const { scored, sealed, seal, isKeptOpen: isKept } = useSetSeal(fingerprint);
  const section = useRef<HTMLElement>(null);
  if (scored === 0) return null;
  const opened = openingsText(seal);
  const Icon = sealed > 0 ? IconMail : IconMailOpened;
  return (
    <section
      ref={section}
      tabIndex={-1}
      className={classes.seal}
      aria-label={`Seal of ${name}`}
      data-sealed={sealed > 0 || undefined}
    >
      <Icon size={20} stroke={1.5} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>
          Test part of {name}: {isKept ? 'kept open' : sealedWord(sealed, scored)}
        </p>
        <p className={classes.small}>
          {sealed > 0
            ? `${sealedText(sealed, seal.seen.length)} Choose by validation first, then open it.`
            : opened}
        </p>
        {sealed > 0 && opened && <p className={classes.small}>{opened}</p>}
        {sealed > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            classNames={{ root: classes.open!, label: classes.openLabel! }}
            onClick={() => {
              openSetTests(fingerprint);
              // The button goes, and would take the focus along.
              section.current?.focus({ preventScroll: true });
            }}
          >
            Open the test part of {name}
          </Button>
        )}
      </div>
    </section>
  );
}
