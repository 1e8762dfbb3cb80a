import { Button, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useData } from '../../state/data/store.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Opener } from '../../ui/opener.tsx';
import classes from './dataset-chip.module.css';

const DatasetMenu = lazyPart(() => import('./dataset-menu.tsx').then((module) => module.DatasetMenu));

/** The loaded set with its licence; opens the menu of all sets. */
export function DatasetChip() {
  const dataset = useData((state) => state.dataset);
  const loading = useData((state) => state.loading);
  if (!dataset) {
    return (
      <Text size="sm" c="dimmed" className={classes.coming!}>
        {loading ? `Loading ${loading.label}…` : 'No data yet'}
      </Text>
    );
  }
  const licence = dataset.licence === 'unknown' ? 'licence unknown' : dataset.licence;
  const button = (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      className={classes.chip!}
      rightSection={<IconChevronDown size={14} />}
      aria-label={`Data: ${dataset.name} · ${licence}`}
    >
      <span className={classes.name}>{dataset.name}</span>
      <span className={classes.licence}>· {licence}</span>
    </Button>
  );
  return (
    <Opener button={button} opens="menu">
      {(opening) => <DatasetMenu dataset={dataset} opening={opening} />}
    </Opener>
  );
}
