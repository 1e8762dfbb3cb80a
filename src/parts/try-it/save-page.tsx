import { Button, Checkbox, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { describeError } from '../../lab/lab-error.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { packPage } from './pack-page.ts';
import classes from './try-it.module.css';

/** Saves the model with a page of its own. */
export function SavePage({ row, name, dataset }: { row: RunRow; name: string; dataset: DatasetSummary }) {
  const [withImages, setWithImages] = useState(true);
  const [busy, setBusy] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const save = async () => {
    setBusy(true);
    abort.current = new AbortController();
    try {
      await packPage(row, name, withImages, abort.current.signal);
    } catch (error) {
      const problem = describeError(error);
      if (problem.code !== 'cancelled') showProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  const isOwn = dataset.catalogueId === null && !dataset.synthetic;
  return (
    <section className={classes.save} aria-label="A page of its own">
      <div>
        <h3 className={classes.heading}>A page of its own</h3>
        <Text size="sm" c="dimmed">
          One folder with the model and a page like this window. Any static host serves it.
        </Text>
        <Checkbox
          mt="xs"
          size="sm"
          label="With images of the set: up to 600 small training images, and 12 validation images"
          description={
            isOwn && withImages
              ? 'They are images of your own data: publish them only where you may.'
              : undefined
          }
          checked={withImages}
          onChange={(event) => setWithImages(event.currentTarget.checked)}
        />
      </div>
      <Button variant="default" loading={busy} onClick={() => void save()}>
        Save as a page
      </Button>
    </section>
  );
}
