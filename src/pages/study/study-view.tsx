import { Stack } from '@mantine/core';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { analyseStudy, type Part } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import type { Study } from '../../lab/study/study.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import { Seal } from '../../parts/seal/seal.tsx';
import { useOpenings } from '../../state/studies/openings.ts';
import { useScoredRuns } from '../../state/studies/scored-runs.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { Queue } from './queue.tsx';
import { StressRanking, useRankedRuns } from './stress-ranking.tsx';
import { StudyBlock } from './study-block.tsx';
import { StudyHead } from './study-head.tsx';
import classes from './study-page.module.css';

/** One study: where it stands, what it says, and what it says it with. */
export function StudyView({ state, onDraft }: { state: StudyState; onDraft: (study: Study) => void }) {
  // Deferred: what hundreds of runs say is drawn in slices, and the page stays answerable meanwhile.
  const runs = useDeferredValue(useScoredRuns(state));
  const { study } = state;
  const openings = useOpenings(state);
  const [part, setPart] = useState<Part>(study.rankBy);
  const isOpen = isTestOpen(study, openings);
  const seen = useSeenOnOpening(isOpen);
  const expansion = expansionOf(study);
  const ranked = useRankedRuns(runs);
  const blocks = useMemo(
    () => analyseStudy(study, expansion, part === 'val' ? ranked : runs, part),
    [study, expansion, ranked, runs, part],
  );
  const byTest = useMemo(
    () => (isOpen ? analyseStudy(study, expansion, runs, 'test') : []),
    [isOpen, study, expansion, runs],
  );
  const names = useMemo(() => blockNames(blocks), [blocks]);
  return (
    <Stack gap="md">
      <StudyHead state={state} runs={runs} onDraft={onDraft} />
      {part === 'val' && <StressRanking runs={runs} />}
      <Stack gap="md" ref={seen} className={classes.seen}>
        {blocks.map((block, index) => (
          <StudyBlock
            key={block.key}
            state={state}
            block={block}
            byTest={byTest[index] ?? null}
            name={names.get(block.key)!}
          />
        ))}
      </Stack>
      <Seal state={state} cells={expansion.cells} names={names} part={part} onPart={setPart} />
      <Queue state={state} />
    </Stack>
  );
}

/** What the test part says stands above the button that opens it: it is brought into sight when that is pressed. */
function useSeenOnOpening(isOpen: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const was = useRef(isOpen);
  useEffect(() => {
    if (isOpen && !was.current) place.current?.scrollIntoView({ block: 'start' });
    was.current = isOpen;
  }, [isOpen]);
  return place;
}
