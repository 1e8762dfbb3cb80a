import { ActionIcon, Menu, Text, TextInput, Tooltip } from '@mantine/core';
import { IconDots, IconDownload, IconPencil, IconPlayerPlay, IconTrash, IconWand } from '@tabler/icons-react';
import {
  lazy,
  memo,
  type ReactNode,
  Suspense,
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
} from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunStatus } from '../../lab/run-record.ts';
import { setRecipe } from '../../state/recipe/store.ts';
import { continuesAfter, useKept } from '../../state/runs/kept.ts';
import { ticked, unticked } from '../../state/runs/letters.ts';
import { runNames } from '../../state/runs/names.ts';
import { deleteRun, recordOf, renameRun, useRuns } from '../../state/runs/store.ts';
import { useMarks, useShownRuns, useSlots } from '../../state/runs/use-shown-runs.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { useTrain } from '../../state/training/store.ts';
import { runName, useUnsaved } from '../../state/unsaved/unsaved.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc, formatDuration } from '../../ui/format.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import { RunMark } from '../../ui/run-mark.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Term } from '../../ui/term.tsx';
import { ContinueButton, continueOrTell } from './continue-button.tsx';
import { ExportRuns } from './export-runs.tsx';
import classes from './run-list.module.css';

const SetAside = lazy(() =>
  import('../set-aside/set-aside.tsx').then((module) => ({ default: module.SetAside })),
);

const STATUS: Readonly<Record<RunStatus, string>> = {
  running: 'running',
  paused: 'paused',
  finished: '',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** All runs, the latest first; ticked ones are drawn. */
export function RunList() {
  const rows = useVisibleRows();
  const loaded = useRuns((state) => state.loaded);
  const failed = useRuns((state) => state.failed);
  const unsaved = useUnsaved((state) => state.names);
  const unreadableRuns = useRuns((state) => state.unreadable.length);
  const unreadableStudies = useStudies((state) => state.unreadable.length);
  const isSomeUnreadable = unreadableRuns + unreadableStudies > 0;
  const shown = useShownRuns();
  const { changeView, openRun } = useView();
  const names = useMemo(() => runNames(rows), [rows]);
  const [filter, setFilter] = useState('');
  // The rows follow the typing when there is time for it.
  const wanted = useDeferredValue(filter);
  const latestFirst = useMemo(() => matching(rows, names, wanted).toReversed(), [rows, names, wanted]);
  const marks = useMarks();
  const slots = useSlots();
  // The rows are drawn once and again only when they change, so what they are given must stay the same.
  const latest = useRef(slots);
  latest.current = slots;
  const toggle = useCallback(
    (id: string) => {
      const now = latest.current;
      void changeView({ runs: [...(now.includes(id) ? unticked(now, id) : ticked(now, id))] });
    },
    [changeView],
  );
  return (
    <section className={classes.runs} aria-label="Runs">
      <div className={classes.head}>
        <h2 className={classes.title}>Runs</h2>
        {rows.length > 0 && (
          <Text size="xs" c="dimmed" mr="auto">
            Ticked runs are drawn in the charts.
          </Text>
        )}
        {rows.length >= FILTER_FROM && (
          <TextInput
            size="xs"
            aria-label="Filter the runs"
            placeholder="Filter…"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
        {rows.length > 0 && <ExportRuns listed={latestFirst} ticked={shown} names={names} />}
      </div>
      {isSomeUnreadable && (
        <Suspense>
          <SetAside />
        </Suspense>
      )}
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" py="sm">
          {emptyText(loaded, failed)}
        </Text>
      ) : (
        <>
          <div className={classes.columns}>
            <span />
            <span />
            <span>
              <Term of="bestVal">best val</Term>
            </span>
            <span>
              <Term of="test">test AUC</Term>
            </span>
            <span className={classes.wide}>epochs</span>
            <span className={classes.wide}>time</span>
            <span />
          </div>
          <ul className={classes.list}>
            {latestFirst.map((row) => (
              <RunItem
                key={row.id}
                row={row}
                name={names.get(row.id) ?? row.id}
                letter={marks.get(row.id)?.letter ?? null}
                colour={marks.get(row.id)?.colour ?? null}
                isUnsaved={unsaved.has(runName(row.id))}
                onToggle={toggle}
                onOpen={openRun}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function emptyText(loaded: boolean, failed: boolean): string {
  if (failed) return 'Stored runs could not be read; what you train is listed here.';
  return loaded ? 'Your runs will be listed here, and stay in this browser.' : 'Reading the stored runs…';
}

/** Fewer runs are seen at a glance. */
const FILTER_FROM = 8;

/** The runs in whose name, set and status every word is found. */
function matching(
  rows: readonly RunRow[],
  names: ReadonlyMap<string, string>,
  filter: string,
): readonly RunRow[] {
  const words = filter.toLowerCase().split(/\s+/);
  return rows.filter((row) => {
    const text = `${names.get(row.id)} ${row.dataset.name} ${row.status}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

interface RunItemProps {
  readonly row: RunRow;
  readonly name: string;
  /** Null where it is not drawn. */
  readonly letter: string | null;
  readonly colour: number | null;
  /** Whether it is lost when the page is closed. */
  readonly isUnsaved: boolean;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

const RunItem = memo(function RunItem({
  row,
  name,
  letter,
  colour,
  isUnsaved,
  onToggle,
  onOpen,
}: RunItemProps) {
  const [renaming, setRenaming] = useState(false);
  const { summary, status, error } = row;
  return (
    <li className={classes.row} data-status={status} data-run={row.id}>
      <input
        type="checkbox"
        className={classes.tick}
        aria-label={`Draw ${name}`}
        checked={letter !== null}
        onChange={() => onToggle(row.id)}
      />
      <span className={classes.name}>
        <RunMark letter={letter} colour={colour} />
        {renaming ? (
          <TextInput
            size="xs"
            autoFocus
            aria-label="Name of the run"
            defaultValue={name}
            onBlur={(event) => {
              const title = event.currentTarget.value.trim();
              setRenaming(false);
              if (title !== name) void renameRun(row.id, title === '' ? null : title);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
              if (event.key === 'Escape') setRenaming(false);
            }}
          />
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
          <Tooltip label={UNSAVED} multiline w={280}>
            <span className={classes.status}>not stored</span>
          </Tooltip>
        )}
        {STATUS[status] && (
          <Tooltip label={error?.message ?? statusExplanation(status)} multiline w={280}>
            <span className={classes.status}>{STATUS[status]}</span>
          </Tooltip>
        )}
        <ContinueButton row={row} name={name} className={classes.wide} />
      </span>
      <span className={classes.number}>{formatAuc(row.bestVal)}</span>
      <span className={classes.number}>{formatAuc(summary?.test?.auc)}</span>
      <span className={`${classes.number} ${classes.wide}`}>
        {row.epochsDone}/{runLength(row.recipe, row.stepsPerEpoch).epochs}
      </span>
      <span className={`${classes.number} ${classes.wide}`}>
        {summary ? formatDuration(summary.seconds) : '–'}
      </span>
      <RunMenu row={row} name={name} onRename={() => setRenaming(true)} />
    </li>
  );
});

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

/** The menu of a row is made when it is first wanted: hundreds of rows would pay for it otherwise. */
function RunMenu({ row, name, onRename }: { row: RunRow; name: string; onRename: () => void }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`More about ${name}`}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      <IconDots size={16} />
    </ActionIcon>
  );
  return wanted ? <OpenRunMenu row={row} name={name} onRename={onRename} button={button} /> : button;
}

function OpenRunMenu({
  row,
  name,
  onRename,
  button,
}: {
  row: RunRow;
  name: string;
  onRename: () => void;
  button: ReactNode;
}) {
  // Here or in another tab.
  const live = row.status === 'running' || row.status === 'paused';
  const training = useTrain((state) => state.phase !== 'idle');
  const continues = useKept((kept) => continuesAfter(row, kept) !== null);
  // The closing menu takes the focus back to its button, so the field that wants it has to come later.
  const [renaming, setRenaming] = useState(false);
  const remove = async () => {
    const undo = await deleteRun(row.id);
    showUndo(`Deleted “${name}”.`, () => void undo().catch(tell));
  };
  const save = async () => {
    const record = await recordOf(row);
    saveFile(`run-${row.id}.json`, JSON.stringify(record, null, 2));
  };
  const tell = (error: unknown) => showProblem(describeError(error));
  return (
    <Menu
      position="bottom-end"
      withinPortal
      defaultOpened
      onExitTransitionEnd={() => {
        if (renaming) onRename();
        setRenaming(false);
      }}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {continues && (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} />}
            disabled={training}
            onClick={() => continueOrTell(row.id)}
          >
            Continue
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconWand size={16} />} onClick={() => setRecipe(row.recipe)}>
          Use its recipe
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void save().catch(tell)}>
          Export as JSON
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          disabled={live}
          onClick={() => void remove().catch(tell)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
