import { Button } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { useEnvironment } from '../../state/environment/store.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Opener } from '../../ui/opener.tsx';
import classes from './backend-chip.module.css';

const BackendPopover = lazyPart(() =>
  import('./backend-popover.tsx').then((module) => module.BackendPopover),
);

/** What computes; opens why that, and the choice of another. */
export function BackendChip() {
  const { environment, error, changing } = useEnvironment();
  const backend = environment?.backend;
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconCpu size={16} />}
      loading={changing && !environment}
      aria-label={`Backend: ${backend?.label ?? 'not known yet'}`}
      styles={{ label: { overflow: 'hidden', textOverflow: 'ellipsis' } }}
      maw="100%"
    >
      {backend ? (
        <>
          {backend.label.split(' · ')[0]}
          <span className={classes.detail}>
            {backend.label.includes(' · ') && ` · ${backend.label.split(' · ').slice(1).join(' · ')}`}
          </span>
        </>
      ) : error ? (
        'No backend'
      ) : (
        'Looking…'
      )}
    </Button>
  );
  return (
    <Opener button={button} opens="dialog">
      {(opening) => <BackendPopover opening={opening} />}
    </Opener>
  );
}
