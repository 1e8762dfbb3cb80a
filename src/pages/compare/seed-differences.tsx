import { useMemo } from 'react';
import { ALPHA, analyseCells } from '../../lab/study/analyse.ts';
import { formatDifference, formatP, verdictOf } from '../../lab/study/verdict.ts';
import { CellDots } from '../../parts/cell-dots/cell-dots.tsx';
import { lineNames } from '../../state/runs/names.ts';
import { useScoredById } from '../../state/studies/scored-runs.ts';
import { DifferenceScale } from '../../ui/difference-scale.tsx';
import { RunMark } from '../../ui/run-mark.tsx';
import classes from './compare-page.module.css';
import type { SeedGroup } from './seed-groups.ts';

/** Recipes over their seeds, judged as a study judges them, one set after the other; nothing where none has two seeds. */
export function SeedDifferences({ groups }: { groups: readonly SeedGroup[] }) {
  const sets = useMemo(() => {
    const bySet = new Map<string, SeedGroup[]>();
    for (const group of groups) {
      const { fingerprint } = group.runs[0]!.row.dataset;
      bySet.set(fingerprint, [...(bySet.get(fingerprint) ?? []), group]);
    }
    return [...bySet].filter(
      ([, members]) => members.length > 1 && members.some(({ runs }) => runs.length > 1),
    );
  }, [groups]);
  return sets.map(([fingerprint, members]) => <Judged key={fingerprint} groups={members} />);
}

function Judged({ groups }: { groups: readonly SeedGroup[] }) {
  // Growing curves make new groups several times a second; only ended runs and their names matter here.
  const key = groups
    .map(({ key: recipe, name, runs }) => `${recipe} ${name} ${runs.map(({ row }) => row.summary && row.id)}`)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the groups
  const ids = useMemo(
    () => groups.flatMap(({ runs }) => runs.flatMap(({ row }) => (row.summary ? [row.id] : []))),
    [key],
  );
  const scored = useScoredById(ids);
  // Among themselves: what is the same in all of them need not be said.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the groups
  const names = useMemo(() => {
    const byRow = lineNames(groups.map(({ runs }) => runs[0]!.row));
    return new Map(groups.map(({ key: recipe, name, runs }) => [recipe, byRow.get(runs[0]!.row.id) ?? name]));
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the groups
  const block = useMemo(
    () =>
      analyseCells(
        groups.map(({ key: recipe, runs }) => ({
          cell: {
            ...{ key: recipe, name: names.get(recipe)!, levels: {} },
            ...{ recipe: runs[0]!.row.recipe, block: runs[0]!.row.dataset.key },
          },
          runs: runs.flatMap(({ row }) => scored.get(row.id) ?? []),
        })),
      ),
    [key, scored, names],
  );
  if (block.cells.every(({ runs }) => runs.length === 0)) return null;
  const verdict = verdictOf(block);
  const groupOf = (key: string) => groups.find((group) => group.key === key)!;
  const first = groupOf(block.baseline);
  const versus = block.cells.flatMap(({ cell, versusBaseline }) => {
    if (!versusBaseline) return [];
    const { estimate, interval, adjustedP } = versusBaseline;
    const { letter } = groupOf(cell.key);
    return [
      {
        label: `${letter} − ${first.letter}`,
        meaning: `${cell.name} minus ${names.get(first.key)}`,
        value: estimate,
        interval,
        isTold: adjustedP <= ALPHA,
        text: `${formatDifference(estimate)} · ${formatP(adjustedP)}`,
      },
    ];
  });
  return (
    <section className={classes.card} aria-label="Differences over seeds">
      <div data-verdict={verdict.kind}>
        <h2 className={classes.verdict}>{verdict.title}</h2>
        <p className={classes.sentence}>{verdict.lead}</p>
      </div>
      <CellDots
        block={block}
        label={({ cell }) => {
          const { letter, colour } = groupOf(cell.key);
          return (
            <span className={classes.name}>
              <RunMark letter={letter} colour={colour} />
              {cell.name}
            </span>
          );
        }}
      />
      {verdict.details.map((text) => (
        <p key={text} className={classes.sentence}>
          {text}
        </p>
      ))}
      {versus.length > 0 && <DifferenceScale label={`Differences from ${first.letter}`} rows={versus} />}
    </section>
  );
}
