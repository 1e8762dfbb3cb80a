import { ActionIcon, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useShownRuns } from '../../state/runs/use-shown-runs.ts';
import { RUN_GROUPS, RUN_ORDERS, type RunGrouping, type RunOrder, useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { deleteAndTell } from './delete-runs.ts';
import { ExportRuns, ImportRuns } from './run-files.tsx';
import classes from './run-rail.module.css';

/** Fewer runs are seen at a glance. */
const FILTER_FROM = 8;

interface RailToolsProps {
  readonly rows: readonly RunRow[];
  /** Those that the filter leaves. */
  readonly listed: readonly RunRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  /** Ids; null while runs are ticked, not chosen. */
  readonly chosen: ReadonlySet<string> | null;
  readonly onChoose: (chosen: ReadonlySet<string> | null) => void;
  readonly onDraw: (ids: readonly string[]) => void;
}

/** What is done with the list: order, groups, filter, files, and many runs at once. */
export function RailTools(props: RailToolsProps) {
  const { rows, listed, names, filter, onFilter, chosen, onChoose, onDraw } = props;
  const shown = useShownRuns();
  const { order, grouping, changeView } = useView();
  const words = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([value, label]) => ({ value, label }));
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>Runs</h2>
        <Group gap={2} wrap="nowrap">
          {rows.length > 1 && (
            <ActionIcon
              variant={chosen ? 'filled' : 'subtle'}
              color="gray"
              aria-label="Choose several runs"
              title="Choose several runs, to draw, export or delete them"
              aria-pressed={chosen !== null}
              onClick={() => onChoose(chosen ? null : new Set())}
            >
              <IconListCheck size={16} />
            </ActionIcon>
          )}
          <ImportRuns onAdded={onDraw} />
          {rows.length > 0 && <ExportRuns listed={listed} ticked={shown} names={names} />}
        </Group>
      </div>
      {rows.length > 1 && (
        <div className={classes.tools}>
          <NativeSelect
            size="xs"
            aria-label="Order of the runs"
            value={order}
            data={words(RUN_ORDERS)}
            onChange={(event) => {
              const value = event.currentTarget.value as RunOrder;
              void changeView({ order: value === 'newest' ? undefined : value });
            }}
          />
          <NativeSelect
            size="xs"
            aria-label="Groups of the runs"
            value={grouping}
            data={words(RUN_GROUPS)}
            onChange={(event) => {
              const value = event.currentTarget.value as RunGrouping;
              void changeView({ group: value === 'none' ? undefined : value });
            }}
          />
          {rows.length >= FILTER_FROM && (
            <TextInput
              size="xs"
              className={classes.filter}
              aria-label="Filter the runs"
              placeholder="Filter…"
              value={filter}
              onChange={(event) => onFilter(event.currentTarget.value)}
            />
          )}
        </div>
      )}
      {chosen && <ChosenRuns {...props} chosen={chosen} />}
    </>
  );
}

/** What is done with the chosen runs. */
function ChosenRuns({
  listed,
  names,
  chosen,
  onChoose,
  onDraw,
}: RailToolsProps & { readonly chosen: ReadonlySet<string> }) {
  const rows = listed.filter(({ id }) => chosen.has(id));
  // One that trains, here or in another tab, is stopped first.
  const ended = rows.filter(({ status }) => status !== 'running' && status !== 'paused');
  const isAll = rows.length === listed.length;
  return (
    <div role="toolbar" aria-label="Chosen runs" className={classes.chosen}>
      <span>{rows.length} chosen</span>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => onChoose(new Set(isAll ? [] : listed.map(({ id }) => id)))}
      >
        {isAll ? 'None' : 'All'}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={rows.length === 0}
        onClick={() => {
          onDraw(rows.map(({ id }) => id));
          onChoose(null);
        }}
      >
        Draw
      </Button>
      <ExportRuns listed={listed} ticked={rows} names={names} word="Chosen" />
      <Button
        size="compact-xs"
        variant="default"
        c="red"
        disabled={ended.length === 0}
        onClick={(event) => {
          // The toolbar goes away with the focus on it.
          event.currentTarget.closest('section')?.querySelector<HTMLElement>('[aria-pressed]')?.focus();
          const what = ended.length === 1 ? `“${names.get(ended[0]!.id)}”` : `${ended.length} runs`;
          void deleteAndTell(
            ended.map(({ id }) => id),
            what,
          );
          onChoose(null);
        }}
      >
        Delete
      </Button>
    </div>
  );
}
