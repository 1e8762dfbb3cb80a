import { Button, Progress, Text } from '@mantine/core';
import type { LoadProgress } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { cancelLoadCommand } from '../../state/data/commands.ts';
import { dismissFailure, loadDataset, useData } from '../../state/data/store.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import classes from './loading-bar.module.css';

const STAGES: Readonly<Record<LoadProgress['stage'], string>> = {
  downloading: 'Downloading',
  reading: 'Reading',
  verifying: 'Verifying',
  caching: 'Storing',
  generating: 'Making',
  writing: 'Writing',
};

/** A load under way, on every tab, with the way out. */
export function LoadingBar() {
  const loading = useData((state) => state.loading);
  const isFirst = useData((state) => state.dataset === null);
  if (!loading) return <LoadFailure />;
  const { label, progress } = loading;
  const share = progress?.total ? (100 * progress.done) / progress.total : null;
  const bytes = progress && progress.stage !== 'generating' ? formatBytes(progress.done) : null;
  return (
    <section className={classes.bar} aria-label="Loading" data-first={isFirst || undefined}>
      <Text size="sm" className={classes.text}>
        {progress ? STAGES[progress.stage] : 'Loading'} {label}
        {bytes && ` · ${bytes}${progress?.total ? ` of ${formatBytes(progress.total)}` : ''}`}
      </Text>
      <Progress
        className={classes.progress!}
        value={share ?? 100}
        animated={share === null}
        aria-label={`Loading ${label}`}
        transitionDuration={0}
      />
      <Button size="compact-sm" variant="default" onClick={cancelLoadCommand.perform}>
        Cancel
      </Button>
    </section>
  );
}

/** Why the last load failed: told once, where it is seen whatever was scrolled to. */
function LoadFailure() {
  const failure = useData((state) => state.failure);
  if (!failure) return null;
  return (
    <div className={classes.failure} role="alert">
      <ErrorNotice error={failure.error} onClose={dismissFailure}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void loadDataset(failure.request).catch(() => undefined)}
        >
          Try again
        </Button>
      </ErrorNotice>
    </div>
  );
}
