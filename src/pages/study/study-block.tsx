import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { ALPHA, type BlockAnalysis } from '../../lab/study/analyse.ts';
import { statisticsOf } from '../../lab/study/study-split.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import { formatDifference, formatP, verdictOf } from '../../lab/study/verdict.ts';
import { warningsOf } from '../../lab/study/warnings.ts';
import { CellDots } from '../../parts/cell-dots/cell-dots.tsx';
import { ValToTest } from '../../parts/seal/val-to-test.tsx';
import { requestChange } from '../../state/studies/ask.ts';
import { useOpenings } from '../../state/studies/openings.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { useView } from '../../state/view/view.ts';
import { DifferenceScale } from '../../ui/difference-scale.tsx';
import { CellRuns } from './cell-runs.tsx';
import { CellTable } from './cell-table.tsx';
import { Heatmap } from './heatmap.tsx';
import classes from './study-page.module.css';

/** What a study says of one data set, and what it says it with. */
export function StudyBlock({
  state,
  block,
  byTest,
  name,
}: {
  state: StudyState;
  block: BlockAnalysis;
  /** The same cells, ranked by test; null while the test part is sealed. */
  byTest: BlockAnalysis | null;
  name: string;
}) {
  const { study, bets, entries } = state;
  const isUnfinished = entries.some(({ status }) => status === 'queued' || status === 'running');
  const openings = useOpenings(state);
  const { cell: chosen } = useView();
  const expansion = expansionOf(study);
  const verdict = useMemo(() => verdictOf(block), [block]);
  const statistics = statisticsOf(study);
  const warnings = useMemo(() => warningsOf(study, block, openings), [study, block, openings]);
  const opened = isTestOpen(study, openings);
  const detail = block.cells.find(({ cell }) => cell.key === chosen);
  return (
    <section className={classes.card} aria-label={name}>
      <p className={classes.set}>{name}</p>
      <div data-verdict={verdict.kind}>
        <h2 className={classes.verdict}>
          {verdict.title}
          {isUnfinished && verdict.kind !== 'too-early' && ' so far'}
        </h2>
        {verdict.lead && <p className={classes.lead}>{verdict.lead}</p>}
      </div>
      <CellDots block={block} />
      {statistics && <p className={classes.sentence}>{statistics}</p>}
      {verdict.kind === 'winner' && (
        <p className={classes.sentence}>
          Intervals may overlap all the same: recipes are compared seed by seed, on the same images.
        </p>
      )}
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
        {byTest && <ValToTest byTest={byTest} bet={bets.find((bet) => bet.block === block.key)} />}
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
                isTold: adjustedP <= ALPHA,
                text: `${formatDifference(estimate)} · ${formatP(adjustedP)}`,
              }))}
            />
          </div>
        )}
      </Stack>
    </section>
  );
}
