import { Button, Group, Progress, SegmentedControl, Text } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { underStress } from '../../lab/stress/stress-scores.ts';
import { byStress, type ScoredRun } from '../../lab/study/scored-run.ts';
import { useRuns } from '../../state/runs/store.ts';
import { cancelStress, isStressKept, stressKey, stressRuns, useStress } from '../../state/stress/store.ts';
import { useView } from '../../state/view/view.ts';
import { ErrorNotice } from '../../ui/notice.tsx';

/** The runs as they are ranked: by val, or, of those that were stressed, by the mean over all stresses. */
export function useRankedRuns(runs: ReadonlyMap<string, ScoredRun>): ReadonlyMap<string, ScoredRun> {
  const { rank } = useView();
  const scores = useStress((state) => state.scores);
  return useMemo(
    () =>
      rank === 'val'
        ? runs
        : new Map(
            [...runs].flatMap(([key, run]) => {
              const found = scores[stressKey('val', run.record.id)];
              return found ? [[key, byStress(run, underStress(found))] as const] : [];
            }),
          ),
    [rank, runs, scores],
  );
}

/** What the cells are ranked by, and the press that works the stresses out. */
export function StressRanking({ runs }: { runs: ReadonlyMap<string, ScoredRun> }) {
  const { rank, changeView } = useView();
  const { scores, failures, progress } = useStress();
  const rows = useRuns((state) => state.rows);
  const missing = useMemo(() => {
    const ids = new Set([...runs.values()].map(({ record }) => record.id));
    return rows.filter(({ id }) => ids.has(id) && !scores[stressKey('val', id)]);
  }, [runs, rows, scores]);
  const [failure] = missing.flatMap(({ id }) => failures[stressKey('val', id)] ?? []);
  const isKept = rank === 'stress' && missing.length > 0 && !failure && isStressKept(missing, 'val');
  useEffect(() => {
    if (isKept) void stressRuns(missing, 'val');
  }, [isKept, missing]);
  if (runs.size === 0) return null;
  return (
    <>
      <Group gap="xs">
        <Text size="sm" id="ranked-by">
          Ranked by
        </Text>
        <SegmentedControl
          size="xs"
          aria-labelledby="ranked-by"
          data={[
            { value: 'val', label: 'val AUC' },
            { value: 'stress', label: 'mean over stresses' },
          ]}
          value={rank}
          onChange={(value) => void changeView({ rank: value === 'stress' ? 'stress' : undefined })}
        />
        {rank === 'stress' && progress === null && missing.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => void stressRuns(missing, 'val')}>
            {missing.length === 1 ? 'Stress the model' : `Stress ${missing.length} models`}
          </Button>
        )}
        {rank === 'stress' && progress !== null && (
          <>
            <Progress w={160} value={100 * progress} aria-label="Progress of the stresses" />
            <Button size="compact-sm" variant="default" onClick={cancelStress}>
              Cancel
            </Button>
          </>
        )}
      </Group>
      {rank === 'stress' && progress === null && failure && <ErrorNotice error={failure} />}
    </>
  );
}
