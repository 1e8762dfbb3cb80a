import { Button, Popover, Stack, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useData } from '../../state/data/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { formatCount } from '../../ui/format.ts';
import { SyntheticBadge } from '../../ui/synthetic-badge.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './dataset-chip.module.css';

/** The loaded set with its source and licence; opens what is known of it. */
export function DatasetChip() {
  const dataset = useData((state) => state.dataset);
  const loading = useData((state) => state.loading);
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  if (!dataset) {
    return (
      <Text size="sm" c="dimmed">
        {loading ? `Loading ${loading.label}…` : 'No data yet'}
      </Text>
    );
  }
  const { train, val, test } = dataset.counts;
  return (
    <Popover
      position="bottom-start"
      width={340}
      withinPortal
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes.chip!}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`Data: ${dataset.name}, ${dataset.licence}`}
          onClick={() => setOpened((before) => !before)}
        >
          <span className={classes.name}>{dataset.name}</span>
          <span className={classes.licence}>· {dataset.licence}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {dataset.synthetic && (
            <Text size="sm">
              <SyntheticBadge /> <Term of="phantom">Not medical data</Term>
            </Text>
          )}
          <Text size="sm">
            From {dataset.origin}; licence {dataset.licence}.
          </Text>
          <Text size="sm">
            {formatCount(train)} images to train, {formatCount(val)} to validate, {formatCount(test)} to test;{' '}
            {dataset.dims === 3 ? `${dataset.size}³ voxels` : `${dataset.size} × ${dataset.size} pixels`},{' '}
            {dataset.channels === 1 ? 'grey' : 'colour'}.
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              setOpened(false);
              void navigate({ to: '/data', search: (old: ViewSearch) => old });
            }}
          >
            Look at it, or choose another
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
