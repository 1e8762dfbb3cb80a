import { Button, Progress, Text } from '@mantine/core';
import type { LoadProgress } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import type { LabErrorDescription } from '../../lab/lab-error.ts';
import { cancelLoadCommand } from '../../state/data/commands.ts';
import {
  dismissFailure,
  type LoadFailed,
  loadDataset,
  requestLabel,
  useData,
} from '../../state/data/store.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { tellHeight } from '../../ui/tell-height.ts';
import classes from './loading-bar.module.css';

const STAGES: Readonly<Record<LoadProgress['stage'], string>> = {
  listing: 'Listing',
  downloading: 'Downloading',
  reading: 'Reading',
  verifying: 'Verifying',
  caching: 'Storing',
  generating: 'Making',
  writing: 'Writing',
};

const tellBar = (bar: HTMLElement | null) => tellHeight(bar, '--lab-bar', 'sticky');

/** A load under way, on every tab, with the way out. */
export function LoadingBar() {
  const loading = useData((state) => state.loading);
  const isFirst = useData((state) => state.dataset === null);
  if (!loading) return <LoadFailure />;
  const { label, progress } = loading;
  const share = progress?.total ? (100 * progress.done) / progress.total : null;
  const done = progress ? doneText(progress) : '';
  return (
    <section ref={tellBar} className={classes.bar} aria-label="Loading" data-first={isFirst || undefined}>
      <Text size="sm" className={classes.text}>
        {!progress?.waitsFor && `${progress ? STAGES[progress.stage] : 'Loading'} ${label}${done}`}
        <span role="status">{progress?.waitsFor && `Waiting for ${progress.waitsFor}: nothing comes.`}</span>
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

function doneText({ stage, done, total }: LoadProgress): string {
  if (stage === 'generating') return '';
  if (stage === 'listing') return ` · ${formatCount(done)} files`;
  return ` · ${formatBytes(done)}${total ? ` of ${formatBytes(total)}` : ''}`;
}

/** Why the last load failed: told once, where it is seen whatever was scrolled to. */
function LoadFailure() {
  const failure = useData((state) => state.failure);
  if (!failure) return null;
  return (
    <div ref={tellBar} className={classes.failure} role="alert">
      <ErrorNotice error={namingSet(failure)} onClose={dismissFailure}>
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

/** What fails on the way names the server, which says little to who asked for a set. */
function namingSet({ error, request }: LoadFailed): LabErrorDescription {
  if (error.code !== 'offline' && error.code !== 'download-failed') return error;
  return { ...error, message: `${requestLabel(request)} was not loaded: ${error.message}` };
}
