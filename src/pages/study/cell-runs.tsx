import { Button, Group, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { describeError } from '../../lab/lab-error.ts';
import type { CellAnalysis } from '../../lab/study/analyse.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { requestChange } from '../../state/studies/ask.ts';
import { replayRun } from '../../state/studies/runner.ts';
import { useTrain } from '../../state/training/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { formatAuc, formatDuration } from '../../ui/format.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './study-page.module.css';

/** The runs behind one cell. */
export function CellRuns({
  state,
  analysis,
  testOpened,
}: {
  state: StudyState;
  analysis: CellAnalysis;
  testOpened: boolean;
}) {
  const { cell, runs } = analysis;
  const navigate = useNavigate();
  const isWaiting = !state.paused && state.entries.some(({ status }) => status === 'queued');
  const idle = useTrain(({ phase }) => phase === 'idle') && !isWaiting;
  const replay = (id: string) => {
    showNote('The run is trained again, to see how far it repeats.');
    replayRun(id)
      .then(showNote)
      .catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <section aria-label={`Runs of ${cell.name}`}>
      <Group gap="xs" mb={4}>
        <h3 className={classes.title} style={{ margin: 0 }}>
          {cell.name}
        </h3>
        <Button
          size="compact-xs"
          variant="light"
          disabled={runs.length === 0}
          onClick={() =>
            void navigate({
              to: '/compare',
              search: (old: ViewSearch) => ({ ...old, runs: runs.map(({ record }) => record.id) }),
            })
          }
        >
          Show the curves
        </Button>
      </Group>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">seed</th>
              <th scope="col" className={classes.number}>
                <Term of="crossFitted">val AUC, cross-fitted</Term>
              </th>
              <th scope="col" className={classes.number}>
                <Term of="bestVal">AUC, best epoch</Term>
              </th>
              {testOpened && (
                <th scope="col" className={classes.number}>
                  test AUC
                </th>
              )}
              <th scope="col" className={classes.number}>
                epoch
              </th>
              <th scope="col" className={classes.number}>
                time
              </th>
              <th scope="col">
                <VisuallyHidden>Actions</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ record, seed, val, valKind, bestVal, test }) => (
              <tr key={seed}>
                <td>{seed}</td>
                <td className={classes.number}>{valKind === 'cross-fitted' ? formatAuc(val.auc) : '–'}</td>
                <td className={classes.number}>{formatAuc(bestVal.auc)}</td>
                {testOpened && <td className={classes.number}>{formatAuc(test?.auc)}</td>}
                <td className={classes.number}>
                  {record.summary!.bestEpoch} of {record.summary!.epochs}
                </td>
                <td className={classes.number}>{formatDuration(record.summary!.seconds)}</td>
                <td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      onClick={() =>
                        requestChange(state.id, { kind: 'requeued', key: `${cell.key}-s${seed}` })
                      }
                    >
                      Train again
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      disabled={!idle}
                      onClick={() => replay(record.id)}
                    >
                      Replay
                    </Button>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
