import { Text } from '@mantine/core';
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useData } from '../../state/data/store.ts';
import { ticked, unticked } from '../../state/runs/letters.ts';
import { datasetNames, runNames } from '../../state/runs/names.ts';
import { useRuns } from '../../state/runs/store.ts';
import { useMarks, useShownRuns, useSlots } from '../../state/runs/use-shown-runs.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { runName, useUnsaved } from '../../state/unsaved/unsaved.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { keepPlace } from '../../ui/keep-place.ts';
import { Term } from '../../ui/term.tsx';
import { KeepOpen } from '../seal/keep-open.tsx';
import { SetSeal } from '../seal/set-seal.tsx';
import { grouped, matching, ordered, type RunGroup } from './order-runs.ts';
import { RailTools } from './rail-tools.tsx';
import item from './run-item.module.css';
import { RunItem } from './run-item.tsx';
import classes from './run-rail.module.css';

const SetAside = lazy(() =>
  import('../set-aside/set-aside.tsx').then((module) => ({ default: module.SetAside })),
);

/** All runs; ticked ones have a letter and are drawn. */
export function RunRail() {
  const rows = useVisibleRows();
  const loaded = useRuns((state) => state.loaded);
  const failed = useRuns((state) => state.failed);
  const unreadableRuns = useRuns((state) => state.unreadable.length);
  const unreadableStudies = useStudies((state) => state.unreadable.length);
  const { changeView, order, grouping } = useView();
  const names = useMemo(() => runNames(rows), [rows]);
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  // The rows follow the typing when there is time for it.
  const wanted = useDeferredValue(filter);
  const all = useMemo(() => ordered(rows, names, order), [rows, names, order]);
  const listed = useMemo(() => matching(all, names, wanted), [all, names, wanted]);
  // The others are hidden, not taken away: making hundreds of rows anew would hold up the typing.
  const visible = useMemo(() => new Set(listed.map(({ id }) => id)), [listed]);
  const groups = useGroups(all, grouping);
  const slots = useSlots();
  const latest = useRef(slots);
  latest.current = slots;
  const draw = useCallback(
    (ids: readonly string[]) => void changeView({ runs: [...ids.reduce(ticked, latest.current)] }),
    [changeView],
  );
  const isChoosing = chosen !== null;
  // The rows are drawn once and again only when they change, so what they are given must stay the same.
  const toggle = useCallback(
    (id: string) => {
      if (document.activeElement) keepPlace(document.activeElement);
      const now = latest.current;
      if (isChoosing) setChosen((all) => withToggled(all ?? new Set(), id));
      else void changeView({ runs: [...(now.includes(id) ? unticked(now, id) : ticked(now, id))] });
    },
    [changeView, isChoosing],
  );
  return (
    <section className={classes.runs} aria-label="Runs" data-place="runs">
      <RailTools
        rows={rows}
        listed={listed}
        names={names}
        filter={filter}
        onFilter={setFilter}
        chosen={chosen}
        onChoose={setChosen}
        onDraw={draw}
      />
      {unreadableRuns + unreadableStudies > 0 && (
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
          <Legend />
          <div className={classes.groups}>
            {groups.map((group) => (
              <Group key={group.key} group={group} visible={visible}>
                <Rows rows={group.rows} visible={visible} names={names} chosen={chosen} onToggle={toggle} />
              </Group>
            ))}
          </div>
          <Seals latest={rows.at(-1)!} />
        </>
      )}
    </section>
  );
}

function Legend() {
  const marks = useMarks();
  const [first] = useShownRuns();
  const letter = first && marks.get(first.id)?.letter;
  return (
    <p className={classes.legend}>
      Press a letter to draw a run or not.{' '}
      <Term of="bestVal" side="left">
        Best val AUC
      </Term>{' '}
      with its{' '}
      <Term of="interval" side="left">
        interval
      </Term>
      {letter ? `; chips: how it differs from ${letter}.` : '.'}
    </p>
  );
}

/** The seals of the sets that the drawn runs are on, and of the loaded one. */
function Seals({ latest }: { latest: RunRow }) {
  const shown = useShownRuns();
  const loaded = useData((state) => state.dataset);
  const told = [...(loaded ? [loaded] : []), ...shown.map(({ dataset }) => dataset)];
  const sets = new Map(
    (told.length > 0 ? told : [latest.dataset]).map((dataset) => [dataset.fingerprint, dataset] as const),
  );
  // There is no seal yet before a run is scored.
  const isScored = useRuns(({ rows }) =>
    rows.some(({ dataset, summary }) => summary?.test && sets.has(dataset.fingerprint)),
  );
  return (
    <>
      {[...sets.values()].map((dataset) => (
        <SetSeal key={dataset.fingerprint} dataset={dataset} />
      ))}
      {isScored && <KeepOpen />}
    </>
  );
}

function withToggled(all: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(all);
  if (!next.delete(id)) next.add(id);
  return next;
}

function useGroups(rows: readonly RunRow[], grouping: Parameters<typeof grouped>[1]): readonly RunGroup[] {
  const studies = useStudies((state) => state.studies);
  return useMemo(() => {
    const ofStudies = new Map(
      studies.flatMap(({ study, entries }) =>
        entries.flatMap(({ runId }) => (runId === null ? [] : [[runId, study.name] as const])),
      ),
    );
    return grouped(rows, grouping, ofStudies, datasetNames(rows));
  }, [rows, grouping, studies]);
}

function Group({
  group: { title, rows },
  visible,
  children,
}: {
  group: RunGroup;
  visible: ReadonlySet<string>;
  children: ReactNode;
}) {
  if (title === null) return children;
  const count = rows.filter(({ id }) => visible.has(id)).length;
  return (
    <details open hidden={count === 0} className={classes.group}>
      <summary className={classes.groupTitle}>
        {title} ({count})
      </summary>
      {children}
    </details>
  );
}

function Rows({
  rows,
  visible,
  names,
  chosen,
  onToggle,
}: {
  rows: readonly RunRow[];
  visible: ReadonlySet<string>;
  names: ReadonlyMap<string, string>;
  chosen: ReadonlySet<string> | null;
  onToggle: (id: string) => void;
}) {
  const { openRun } = useView();
  const marks = useMarks();
  const [first] = useShownRuns();
  const unsaved = useUnsaved((state) => state.names);
  const low = useRuns((state) => scaleStart(state.rows));
  return (
    <ul className={classes.list}>
      {rows.map((row) => (
        <li
          key={row.id}
          className={item.row}
          hidden={!visible.has(row.id)}
          data-status={row.status}
          data-run={row.id}
          data-chosen={chosen?.has(row.id) || undefined}
        >
          <RunItem
            row={row}
            name={names.get(row.id) ?? row.id}
            letter={marks.get(row.id)?.letter ?? null}
            colour={marks.get(row.id)?.colour ?? null}
            reference={first && first.id !== row.id ? first.recipe : null}
            low={low}
            isUnsaved={unsaved.has(runName(row.id))}
            isChosen={chosen?.has(row.id) ?? null}
            onToggle={onToggle}
            onOpen={openRun}
          />
        </li>
      ))}
    </ul>
  );
}

/** Where the scale of all intervals begins: at a tenth, so that it hardly ever moves. */
function scaleStart(rows: readonly RunRow[]): number {
  const lowest = rows.reduce(
    (least, { summary, bestVal }) => Math.min(least, summary?.val.interval?.[0] ?? bestVal ?? 1),
    0.9,
  );
  return Math.max(0, Math.floor(lowest * 10) / 10);
}

function emptyText(loaded: boolean, failed: boolean): string {
  if (failed) return 'Stored runs could not be read; what you train is listed here.';
  return loaded ? 'Your runs will be listed here, and stay in this browser.' : 'Reading the stored runs…';
}
