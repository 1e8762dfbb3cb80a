import { NativeSelect } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { Start } from '../../lab/start/start.ts';
import { readKeptWeights, useKeptWeights } from '../../state/runs/kept-weights.ts';
import { runNames } from '../../state/runs/names.ts';
import { useRuns } from '../../state/runs/store.ts';
import { keepFileStart, keepRunStart, readStarts, useStarts } from '../../state/starts/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import type { KeptStart } from '../../worker/protocol-starts.ts';
import { factsWords } from './facts-words.ts';

/** Runs that a list can still be read of. */
const MOST_RUNS = 40;
const FILE = 'file';
const RUN = 'run:';

/** Chooses the weights that something starts from: those that are kept, those of a run, or a file. */
export function StartPicker({
  label,
  hideLabel = false,
  chosen,
  none,
  size = 'sm',
  onPick,
}: {
  label: string;
  hideLabel?: boolean;
  /** As a recipe names them; null: none. */
  chosen: Pick<Start, 'weights' | 'name'> | null;
  /** What no weights are called. */
  none: string;
  size?: 'xs' | 'sm';
  onPick: (start: KeptStart | null) => void;
}) {
  const kept = useStarts((state) => state.kept);
  const runs = useRunsWithWeights();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => void readStarts(), []);
  const take = (work: Promise<KeptStart>) => {
    setBusy(true);
    work.then(onPick, (error: unknown) => showProblem(describeError(error))).finally(() => setBusy(false));
  };
  const choose = (value: string) => {
    if (value === FILE) return input.current?.click();
    const row = runs.find(({ row: { id } }) => value === `${RUN}${id}`)?.row;
    if (row) return take(keepRunStart(row));
    return onPick(kept?.find(({ hash }) => hash === value) ?? null);
  };
  const oneSet = new Set(runs.map(({ row }) => row.dataset.key)).size === 1;
  const isHere = kept?.some(({ hash }) => hash === chosen?.weights) ?? false;
  return (
    <>
      <NativeSelect
        {...(hideLabel ? { 'aria-label': label } : { label })}
        size={size}
        disabled={busy}
        value={chosen?.weights ?? ''}
        data={[
          { value: '', label: none },
          ...(chosen && !isHere
            ? [{ value: chosen.weights, label: `${chosen.name} ${chosen.weights.slice(0, 8)}` }]
            : []),
          ...group(
            'Weights kept here',
            (kept ?? []).map((one, _, all) => ({ value: one.hash, label: keptName(one, all) })),
          ),
          ...group(
            'Runs, by their best epoch',
            runs.map(({ row: { id, dataset }, name }) => ({
              value: `${RUN}${id}`,
              // Where the sets differ, the name says its own.
              label: oneSet ? `${dataset.name}: ${name}` : name,
            })),
          ),
          { value: FILE, label: 'A safetensors file…' },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        aria-label={`File for: ${label}`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) take(keepFileStart(file, file.name.replace(/\.safetensors$/, '')));
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** With what tells it from others of its name. */
function keptName({ name, facts, hash }: KeptStart, all: readonly KeptStart[]): string {
  const isOnly = all.every((other) => other.hash === hash || other.name !== name);
  return isOnly ? name : `${name} · ${factsWords(facts)} · ${hash.slice(0, 8)}`;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function group(title: string, items: Option[]): { group: string; items: Option[] }[] {
  return items.length === 0 ? [] : [{ group: title, items }];
}

/** The latest first. */
function useRunsWithWeights(): readonly { readonly row: RunRow; readonly name: string }[] {
  const rows = useRuns((state) => state.rows);
  const byRun = useKeptWeights((state) => state.byRun);
  useEffect(() => {
    if (useKeptWeights.getState().byRun === null) void readKeptWeights();
  }, []);
  return useMemo(() => {
    const having = rows.filter(({ id }) => typeof byRun?.[id]?.best === 'number').slice(-MOST_RUNS);
    const names = runNames(having);
    return having.map((row) => ({ row, name: names.get(row.id)! })).toReversed();
  }, [rows, byRun]);
}
