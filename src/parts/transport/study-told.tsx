import { useMemo } from 'react';
import { analyseStudy } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import { countEntries, type StudyState } from '../../lab/study/study-state.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import { useScoredRuns } from '../../state/studies/scored-runs.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useRarely } from '../../ui/rarely.ts';

/** What a screen reader is told of a study: now and then how far it is, and in the end what it says. */
export function StudyTold({ id }: { id: string }) {
  const state = useStudies(({ studies }) => studies.find((one) => one.id === id));
  if (!state) return null;
  const isDone = state.entries.every(({ status }) => status !== 'queued' && status !== 'running');
  return isDone ? <Verdict state={state} /> : <Standing state={state} />;
}

function Standing({ state }: { state: StudyState }) {
  return useRarely(`Study ${standingText(state)}.`, String(state.paused));
}

/** Told once more with its verdict, when its runs have been scored. */
function Verdict({ state }: { state: StudyState }) {
  const runs = useScoredRuns(state);
  const { finished } = countEntries(state);
  const { study } = state;
  const said = useMemo(() => {
    if (runs.size < finished) return '';
    const blocks = analyseStudy(study, expansionOf(study), runs, study.rankBy);
    const names = blockNames(blocks);
    return blocks
      .map((block) => {
        const { headline } = verdictOf(block);
        return blocks.length === 1 ? headline : `${names.get(block.key)}: ${headline}`;
      })
      .join(' ');
  }, [study, runs, finished]);
  return `Study done: ${standingText(state)}. ${said}`;
}

function standingText(state: StudyState): string {
  const { finished, failed } = countEntries(state);
  return `${state.study.name}, ${finished} of ${state.entries.length} runs${failed > 0 ? `, ${failed} failed` : ''}`;
}
