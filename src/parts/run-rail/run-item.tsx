import { TextInput, useComputedColorScheme } from '@mantine/core';
import { type CSSProperties, memo, useMemo, useState } from 'react';
import { changeTexts } from '../../lab/recipe/change-texts.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunStatus } from '../../lab/run-record.ts';
import { continuesAfter, useKept } from '../../state/runs/kept.ts';
import { renameRun } from '../../state/runs/store.ts';
import { useValCurve } from '../../state/runs/val-curve.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc, formatDuration } from '../../ui/format.ts';
import { runColour } from '../../ui/palettes.ts';
import { RunMark } from '../../ui/run-mark.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { Tip } from '../../ui/tip.tsx';
import { useSeen } from '../../ui/use-seen.ts';
import { ContinueButton } from './continue-button.tsx';
import classes from './run-item.module.css';
import { RunMenu } from './run-menu.tsx';
import { trainedAgain } from './trained-again.ts';

const STATUS: Readonly<Record<RunStatus, string>> = {
  running: 'running',
  paused: 'paused',
  finished: '',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
};

export interface RunItemProps {
  readonly row: RunRow;
  readonly name: string;
  /** Null where it is not drawn. */
  readonly letter: string | null;
  readonly colour: number | null;
  /** Recipe of the first run that is drawn: what differs from it is said. Null for that run itself. */
  readonly reference: Recipe | null;
  /** Where the scale of the intervals begins; it ends at 1. */
  readonly low: number;
  /** Whether it is lost when the page is closed. */
  readonly isUnsaved: boolean;
  /** Whether it is among the chosen ones; null while runs are ticked, not chosen. */
  readonly isChosen: boolean | null;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** What the rail says of one run: its letter, what differs, and what came of it. */
export const RunItem = memo(function RunItem(props: RunItemProps) {
  const { row, name, letter, colour, isUnsaved, isChosen, onToggle, onOpen } = props;
  const [renaming, setRenaming] = useState(false);
  const { status, error } = row;
  return (
    <>
      <div className={classes.head}>
        <span className={classes.tick}>
          {isChosen === null && <RunMark letter={letter} colour={colour} />}
          <input
            type="checkbox"
            className={isChosen === null ? classes.over : classes.choose}
            aria-label={`${isChosen === null ? 'Draw' : 'Choose'} ${name}`}
            checked={isChosen ?? letter !== null}
            onChange={() => onToggle(row.id)}
          />
        </span>
        {renaming ? (
          <NameField row={row} name={name} onDone={() => setRenaming(false)} />
        ) : (
          <button
            type="button"
            className={classes.open}
            title={`${name} — show its results`}
            onClick={() => onOpen(row.id)}
          >
            {name}
          </button>
        )}
        {isUnsaved && (
          <Tip label={UNSAVED} width={280}>
            <span className={classes.status}>not stored</span>
          </Tip>
        )}
        {STATUS[status] && (
          <Tip label={error?.message ?? statusExplanation(status)} width={280}>
            <span className={classes.status}>{STATUS[status]}</span>
          </Tip>
        )}
        <RunMenu row={row} name={name} onRename={() => setRenaming(true)} />
      </div>
      <Score {...props} />
      <Facts {...props} />
    </>
  );
});

function NameField({ row, name, onDone }: { row: RunRow; name: string; onDone: () => void }) {
  return (
    <TextInput
      size="xs"
      className={classes.field}
      autoFocus
      aria-label="Name of the run"
      defaultValue={name}
      // A new name is written over the old one, or it is changed after a press of an arrow.
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        const title = event.currentTarget.value.trim();
        onDone();
        if (title !== name) void renameRun(row.id, title === '' ? null : title);
      }}
      onKeyDown={(event) => {
        const field = event.currentTarget;
        if (event.key === 'Escape') field.value = name;
        else if (event.key !== 'Enter') return;
        // Its loss of the focus ends the writing; the key is not for the button.
        event.preventDefault();
        field.closest('[data-run]')?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
      }}
    />
  );
}

/** Best val AUC with its interval, and the curve that led there. */
function Score({ row, colour, letter, low }: RunItemProps) {
  const scheme = useComputedColorScheme('light');
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const values = useValCurve(row, isSeen);
  const ink = letter === null ? 'var(--mantine-color-dimmed)' : runColour(colour, scheme);
  const interval = row.summary?.val.interval ?? null;
  const at = (value: number) => `${(100 * (Math.max(low, value) - low)) / (1 - low)}%`;
  return (
    <div ref={ref} className={classes.score} style={{ '--ink': ink } as CSSProperties}>
      <span className={classes.caption}>best val AUC</span>
      <span className={classes.figure} data-best-val>
        {formatAuc(row.bestVal)}
      </span>
      <span
        className={classes.track}
        {...(interval && {
          role: 'img',
          title: intervalText(interval),
          'aria-label': intervalText(interval),
        })}
      >
        {interval && (
          <span
            className={classes.interval}
            style={{ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})` }}
          />
        )}
        {row.bestVal !== null && <span className={classes.point} style={{ left: at(row.bestVal) }} />}
      </span>
      <span className={classes.spark}>
        {values && values.length > 1 && <Sparkline values={values} low={0.5} high={1} colour={ink} />}
      </span>
    </div>
  );
}

function intervalText([from, to]: readonly [number, number]): string {
  return `95 % interval ${formatAuc(from)} to ${formatAuc(to)}`;
}

/** What differs from the first run that is drawn, as chips, and what came of it besides. */
function Facts({ row, name, reference }: RunItemProps) {
  const chips = useMemo(
    () => (reference === null ? [] : changeTexts(reference, row.recipe)),
    [reference, row.recipe],
  );
  const { summary, epochsDone } = row;
  const again = useKept((kept) => trainedAgain(continuesAfter(row, kept), epochsDone));
  return (
    <div className={classes.facts}>
      {chips.map((text) => (
        <span key={text} className={classes.chip}>
          {text}
        </span>
      ))}
      <span>
        {epochsDone}/{runLength(row.recipe, row.stepsPerEpoch).epochs}
      </span>
      {again && <span>{again}</span>}
      {summary && <span>{formatDuration(summary.seconds)}</span>}
      {summary?.test && <span data-test>test {formatAuc(summary.test.auc)}</span>}
      <ContinueButton row={row} name={name} />
    </div>
  );
}

const UNSAVED =
  'The browser’s storage is full, so this run is lost when the page is closed. Free some space: delete stored files under Data, or runs. It is tried again by itself.';

function statusExplanation(status: RunStatus): string {
  switch (status) {
    case 'interrupted':
      return 'The page was closed or reloaded while it trained; what had been measured is kept.';
    case 'stopped':
      return 'Ended by a person before its last epoch.';
    default:
      return `The run is ${status}.`;
  }
}
