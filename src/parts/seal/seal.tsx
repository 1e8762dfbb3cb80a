import { Button, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { IconMail, IconMailOpened } from '@tabler/icons-react';
import type { Part } from '../../lab/study/analyse.ts';
import type { Bet } from '../../lab/study/bet.ts';
import type { Cell } from '../../lab/study/expand.ts';
import type { Study } from '../../lab/study/study.ts';
import { countEntries, type StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen, type TestOpening } from '../../lab/study/test-opening.ts';
import { requestChange } from '../../state/studies/ask.ts';
import { openStudyTests, useOpenings } from '../../state/studies/openings.ts';
import classes from './seal.module.css';

const NO_BET = 'none';

/** The test part stays sealed until a bet is placed and it is opened: each time is counted and dated. */
export function Seal({
  state,
  cells,
  names,
  part,
  onPart,
}: {
  state: StudyState;
  cells: readonly Cell[];
  /** Of the data sets, by block. */
  names: ReadonlyMap<string, string>;
  part: Part;
  onPart: (part: Part) => void;
}) {
  const { study, id, bets } = state;
  const openings = useOpenings(state);
  const { finished } = countEntries(state);
  const open = () => openStudyTests(state);
  if (finished === 0) return null;
  const isOpen = isTestOpen(study, openings);
  const blocks = [...new Set(cells.map(({ block }) => block))];
  const isBet = blocks.every((block) => bets.some((bet) => bet.block === block));
  const later = state.openings.length > 0 && finished > openings.at(-1)!.runs;
  const Icon = isOpen ? IconMailOpened : IconMail;
  return (
    <section className={classes.card} aria-label="Test part" data-sealed={!isOpen || undefined}>
      <span className={classes.seal} aria-hidden>
        <Icon size={28} stroke={1.5} />
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>{isOpen ? 'The test part is open' : 'The test part is sealed'}</h2>
        <Text size="sm" className={classes.sentence}>
          {testPartText(study, openings)}
        </Text>
        {!isOpen && (
          <div className={classes.bets}>
            {blocks.map((block) => (
              <BetChoice
                key={block}
                cells={cells.filter((cell) => cell.block === block)}
                label={blocks.length === 1 ? 'Your bet: highest on test' : `Your bet for ${names.get(block)}`}
                bet={bets.find((bet) => bet.block === block)}
                onPlace={(cell) =>
                  requestChange(id, { kind: 'bet-placed', bet: { block, cell, at: Date.now() } })
                }
              />
            ))}
            <Button size="xs" disabled={!isBet} onClick={open}>
              Open the test part of this study
            </Button>
          </div>
        )}
      </div>
      {isOpen && (
        <Group gap="xs" className={classes.tools}>
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
      )}
    </section>
  );
}

function BetChoice({
  cells,
  label,
  bet,
  onPlace,
}: {
  cells: readonly Cell[];
  label: string;
  bet: Bet | undefined;
  onPlace: (cell: string | null) => void;
}) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={bet ? (bet.cell ?? NO_BET) : ''}
      data={[
        ...(bet ? [] : [{ value: '', label: 'Choose a recipe…' }]),
        ...cells.map(({ key, name }) => ({ value: key, label: name })),
        { value: NO_BET, label: 'I do not bet' },
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value !== '') onPlace(value === NO_BET ? null : value);
      }}
    />
  );
}

function testPartText(study: Study, openings: readonly TestOpening[]): string {
  if (openings.some(({ kept }) => kept)) {
    return `Every test part is kept open on this device, since ${new Date(openings.at(-1)!.at).toLocaleString('en-GB')}.`;
  }
  if (openings.length > 0) {
    const times = openings.length === 1 ? 'once' : `${openings.length} times`;
    const when = openings.map(({ at, runs }) => `${new Date(at).toLocaleString('en-GB')} (${runs} runs)`);
    return `The test part was opened ${times}: ${when.join(', ')}.`;
  }
  return study.rankBy === 'test'
    ? 'The test part is open from the start, as this study ranks by it: the pitfall. Switch to val to see what an honest choice would have been.'
    : 'Choose by val, say which recipe will be highest on test, then open it once.';
}
