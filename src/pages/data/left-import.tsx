import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useImport } from '../../state/data/import.ts';
import { loadFiles } from '../../state/data/load-file.ts';
import { filesOfLeft, findLeftImport, forgetImport, useOpenImport } from '../../state/data/open-import.ts';
import { useData } from '../../state/data/store.ts';
import classes from './drop-zone.module.css';

/** The import whose window was open when the page was left, with the way back to it. */
export function LeftImport() {
  const isBusy = useImport(({ look }) => look !== null);
  const isLoading = useData(({ loading }) => loading !== null);
  const left = useOpenImport(({ open }) => open);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => void findLeftImport(), []);
  if (!left || isBusy || isLoading) return null;
  const hasHandles = left.handles !== null && !isRefused;
  const goOn = async () => {
    const given = await filesOfLeft(left);
    if (given) await loadFiles(given).catch(() => undefined);
    else setRefused(true);
  };
  return (
    <section className={classes.left} aria-label="An import that was left">
      <Text size="sm">
        The import of {left.name} was not finished. Your choices are kept
        {hasHandles ? '.' : ': choose the same files again, and they are back.'}
      </Text>
      <Group gap="xs">
        {hasHandles && (
          <Button size="compact-sm" onClick={() => void goOn()}>
            Go on with it
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => void forgetImport()}>
          Forget it
        </Button>
      </Group>
    </section>
  );
}
