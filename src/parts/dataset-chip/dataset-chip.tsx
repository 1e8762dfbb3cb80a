import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useData } from '../../state/data/store.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import classes from './dataset-chip.module.css';

const DatasetMenu = lazyPart(() => import('./dataset-menu.tsx').then((module) => module.DatasetMenu));

/** The loaded set with its licence; opens the menu of all sets. */
export function DatasetChip() {
  const dataset = useData((state) => state.dataset);
  const loading = useData((state) => state.loading);
  if (!dataset) {
    return (
      <Text size="sm" c="dimmed">
        {loading ? `Loading ${loading.label}…` : 'No data yet'}
      </Text>
    );
  }
  return (
    <Menu position="bottom-start" width={400} withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes.chip!}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`Data: ${dataset.name}, ${dataset.licence}`}
        >
          <span className={classes.name}>{dataset.name}</span>
          <span className={classes.licence}>· {dataset.licence}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu!}>
        <Suspense fallback={<div className={classes.waiting} aria-busy />}>
          <DatasetMenu dataset={dataset} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
