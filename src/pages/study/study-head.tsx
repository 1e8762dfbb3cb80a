import { Button, Group, Progress, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import type { Study } from '../../lab/study/study.ts';
import { countEntries, type StudyState } from '../../lab/study/study-state.ts';
import { timeText } from '../../parts/expected-time/time-text.ts';
import { ReportButton } from '../../parts/report/report-button.tsx';
import { request, requestChange } from '../../state/studies/ask.ts';
import { expansionOf, studyName } from '../../state/studies/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { runName, useUnsaved } from '../../state/unsaved/unsaved.ts';
import { StudyMenu } from './study-menu.tsx';
import classes from './study-page.module.css';

/** How far a study is, and what can be done with it. */
export function StudyHead({
  state,
  runs,
  onDraft,
}: {
  state: StudyState;
  runs: ReadonlyMap<string, ScoredRun>;
  onDraft: (study: Study) => void;
}) {
  const { study, entries, paused } = state;
  const owner = useStudies((all) => all.owner);
  const counts = countEntries(state);
  const left = useMemo(() => {
    const waiting = new Set(
      entries.filter(({ status }) => status === 'queued' || status === 'running').map(({ key }) => key),
    );
    return expansionOf(study).runs.flatMap(({ key, recipe }) => (waiting.has(key) ? [recipe] : []));
  }, [study, entries]);
  const time = useExpectedTime(left);
  const isDone = left.length === 0;
  const unsaved = useUnsaved(({ names }) => {
    const runs = entries.filter(({ runId }) => runId !== null && names.has(runName(runId)));
    return runs.length + Number(names.has(studyName(state.id)));
  });
  const status = [
    `${counts.finished} of ${entries.length} runs`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...(isDone ? ['done'] : paused ? ['paused'] : []),
    ...(unsaved > 0 ? ['not all of it is stored yet: free some space, and leave this page open'] : []),
    ...(time && !isDone ? [timeText(time, left.length)] : []),
  ].join(' · ');
  return (
    <section className={classes.card} aria-label="Study" data-place="study">
      <div className={classes.head}>
        <h2 className={classes.name}>{study.name}</h2>
        <Group gap="xs">
          {!isDone &&
            (paused ? (
              <Button
                size="xs"
                leftSection={<IconPlayerPlay size={16} />}
                onClick={() => request({ kind: 'resume', study: state.id })}
              >
                Resume the study
              </Button>
            ) : (
              <>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerPause size={16} />}
                  onClick={() => requestChange(state.id, { kind: 'paused' })}
                >
                  Pause after this run
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerStop size={16} />}
                  onClick={() => request({ kind: 'stop', study: state.id })}
                >
                  Stop the study
                </Button>
              </>
            ))}
          {counts.finished > 0 && <ReportButton size="xs" subject={{ kind: 'study', state, runs }} />}
          <StudyMenu state={state} runs={runs} onDraft={onDraft} />
        </Group>
      </div>
      {study.question && (
        <Text size="sm" c="dimmed">
          {study.question}
        </Text>
      )}
      <Progress
        mt="xs"
        size="sm"
        value={(100 * (counts.finished + counts.failed + counts.skipped)) / entries.length}
        aria-label="Runs done"
      />
      <Text size="sm" mt={4} data-runs-done>
        {status}
      </Text>
      {!owner && (
        <Text size="sm" c="dimmed">
          Another tab of this lab trains the studies; what you ask for here is done there.
        </Text>
      )}
    </section>
  );
}
