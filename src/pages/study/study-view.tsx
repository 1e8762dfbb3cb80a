import { Button, Group, Menu, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { analyseStudy, type BlockAnalysis, type Part } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import { studyToLink } from '../../lab/study/link.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import type { Study } from '../../lab/study/study.ts';
import { countEntries, type StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import { formatDifference, formatP, verdictOf } from '../../lab/study/verdict.ts';
import { warningsOf } from '../../lab/study/warnings.ts';
import { ask, request, requestBack, requestChange } from '../../state/studies/ask.ts';
import { bundleOf, studyTexts } from '../../state/studies/bundle-files.ts';
import { useScoredRuns } from '../../state/studies/scored-runs.ts';
import { expansionOf, studyName } from '../../state/studies/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useExpectedTime } from '../../state/studies/use-expected-time.ts';
import { runName, useUnsaved } from '../../state/unsaved/unsaved.ts';
import { useView } from '../../state/view/view.ts';
import { DifferenceScale } from '../../ui/difference-scale.tsx';
import { showNote, showProblem, showUndo } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { CellRuns } from './cell-runs.tsx';
import { CellTable } from './cell-table.tsx';
import { Heatmap } from './heatmap.tsx';
import { Queue } from './queue.tsx';
import { timeText } from './study-editor.tsx';
import classes from './study-page.module.css';

/** One study: where it stands, what it says, and what it says it with. */
export function StudyView({ state, onDraft }: { state: StudyState; onDraft: (study: Study) => void }) {
  // Deferred: what hundreds of runs say is drawn in slices, and the page stays answerable meanwhile.
  const runs = useDeferredValue(useScoredRuns(state));
  const [part, setPart] = useState<Part>(state.study.rankBy);
  const blocks = useMemo(
    () => analyseStudy(state.study, expansionOf(state.study), runs, part),
    [state.study, runs, part],
  );
  const names = useMemo(() => blockNames(blocks), [blocks]);
  return (
    <Stack gap="md">
      <Head state={state} runs={runs} onDraft={onDraft} />
      <TestPart state={state} part={part} onPart={setPart} />
      {blocks.map((block) => (
        <Block key={block.key} state={state} block={block} name={names.get(block.key)!} />
      ))}
      <Queue state={state} />
    </Stack>
  );
}

function Head({
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
    <section className={classes.card} aria-label="Study">
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
      <Text size="sm" mt={4} role="status">
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

function StudyMenu({
  state,
  runs,
  onDraft,
}: {
  state: StudyState;
  runs: ReadonlyMap<string, ScoredRun>;
  onDraft: (study: Study) => void;
}) {
  const { study, id } = state;
  const { changeView } = useView();
  const save = (name: keyof ReturnType<typeof studyTexts>, type: string) =>
    saveFile(`${study.name}-${name}`, studyTexts(state, runs)[name], type);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label="More about this study">
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('table.csv', 'text/csv')}>Cells as CSV</Menu.Item>
        <Menu.Item onClick={() => save('runs.csv', 'text/csv')}>Runs as CSV</Menu.Item>
        <Menu.Item onClick={() => save('report.md', 'text/markdown')}>Report as Markdown</Menu.Item>
        <Menu.Item onClick={() => saveFile(`${study.name}.json`, JSON.stringify(study, null, 2))}>
          Study as JSON
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            bundleOf(state, runs)
              .then((bytes) => saveFile(`${study.name}-bundle.zip`, bytes, 'application/zip'))
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          All of it as a bundle
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            const address = `${location.href.split('#')[0]}#/study?plan=${studyToLink(study)}`;
            navigator.clipboard
              .writeText(address)
              .then(() => showNote('The link to this study is in the clipboard.'))
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          Copy a link
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => onDraft(study)}>Plan another like it</Menu.Item>
        <Menu.Item
          onClick={() => {
            ask({ kind: 'delete', study: id })
              .then(() => {
                void changeView({ study: undefined, cell: undefined });
                const text = `“${study.name}” was deleted; its runs stay in the list.`;
                showUndo(text, () => requestBack(state));
              })
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The test part stays closed until it is opened: each time is counted and dated. */
function TestPart({ state, part, onPart }: { state: StudyState; part: Part; onPart: (part: Part) => void }) {
  const { openings, study, id } = state;
  const { finished } = countEntries(state);
  const open = () => requestChange(id, { kind: 'test-opened', at: Date.now() });
  if (finished === 0) return null;
  const isOpen = isTestOpen(study, openings);
  const later = openings.length > 0 && finished > openings.at(-1)!.runs;
  return (
    <section className={classes.card} aria-label="Test part">
      <Group justify="space-between">
        <Text size="sm" className={classes.sentence}>
          {testPartText(state)}
        </Text>
        {isOpen ? (
          <Group gap="xs">
            {later && (
              <Button size="xs" variant="default" onClick={open}>
                Open it again for the new runs
              </Button>
            )}
            <SegmentedControl
              size="xs"
              aria-label="Part that is shown"
              data={[
                { value: 'val', label: 'val' },
                { value: 'test', label: 'test' },
              ]}
              value={part}
              onChange={(value) => onPart(value as Part)}
            />
          </Group>
        ) : (
          <Button size="xs" variant="default" onClick={open}>
            Open the test part
          </Button>
        )}
      </Group>
    </section>
  );
}

function testPartText({ openings, study }: StudyState): string {
  if (openings.length > 0) {
    const times = openings.length === 1 ? 'once' : `${openings.length} times`;
    const when = openings.map(({ at, runs }) => `${new Date(at).toLocaleString('en-GB')} (${runs} runs)`);
    return `The test part was opened ${times}: ${when.join(', ')}.`;
  }
  return study.rankBy === 'test'
    ? 'The test part is open from the start, as this study ranks by it: the pitfall. Switch to val to see what an honest choice would have been.'
    : 'The test part is closed. Choose by val first; open it once, when you are done choosing.';
}

function Block({ state, block, name }: { state: StudyState; block: BlockAnalysis; name: string }) {
  const { study, openings } = state;
  const { cell: chosen } = useView();
  const expansion = expansionOf(study);
  const verdict = useMemo(() => verdictOf(block), [block]);
  const warnings = useMemo(() => warningsOf(study, block, openings), [study, block, openings]);
  const opened = isTestOpen(study, openings);
  const detail = block.cells.find(({ cell }) => cell.key === chosen);
  return (
    <section className={classes.card} aria-label={name}>
      <h2 className={classes.title}>{name}</h2>
      <p className={classes.verdict} data-verdict={verdict.kind}>
        {verdict.headline}
      </p>
      {verdict.details.map((detailText) => (
        <p key={detailText} className={classes.sentence}>
          {detailText}
        </p>
      ))}
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {warnings.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Stack gap="md" mt="md">
        <Heatmap block={block} factors={expansion.factors} />
        {detail && <CellRuns state={state} analysis={detail} testOpened={opened} />}
        <CellTable
          block={block}
          testOpened={opened}
          planned={study.seeds.length}
          onBaseline={({ levels }) => requestChange(state.id, { kind: 'baseline-chosen', levels })}
        />
        {block.effects.length > 0 && (
          <div>
            <h3 className={classes.title}>What each factor does by itself, and together</h3>
            <DifferenceScale
              label="Effects"
              rows={block.effects.map(({ name: label, meaning, estimate, interval, adjustedP }) => ({
                label,
                meaning,
                value: estimate,
                interval,
                text: `${formatDifference(estimate)} · ${formatP(adjustedP)}`,
              }))}
            />
          </div>
        )}
      </Stack>
    </section>
  );
}
