/** Once the test part of a set was opened. */
export interface SetOpening {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Runs whose test scores were seen then for the first time. */
  readonly runs: number;
  /** Runs on this set whose test scores had been seen before. */
  readonly before: number;
  /** Whether they were shown by a lab of before there was a seal; `at` is then the time of the last of these runs. */
  readonly unsealed?: true;
}

/** The seal of one set's test part, by the fingerprint of the set. */
export interface SetSeal {
  readonly fingerprint: string;
  readonly openings: readonly SetOpening[];
  /** Ids of the runs whose test scores were seen. */
  readonly seen: readonly string[];
}

/** All seals of this device. */
export interface Seals {
  /** Whether they have been read: until then no test score is shown. */
  readonly isKnown: boolean;
  readonly sets: Readonly<Record<string, SetSeal>>;
  /** Since when every test part is kept open here, for a demonstration; null: sealed. */
  readonly keptOpenSince: number | null;
}

/** What of a run the seal looks at. */
interface SealedRun {
  readonly id: string;
  readonly dataset: { readonly fingerprint: string };
  readonly summary: { readonly test: unknown } | null;
}

/** How the seal of a run's set stood when its record was exported. */
export interface SealMark {
  readonly open: boolean;
  readonly openings: readonly SetOpening[];
  readonly keptOpenSince: number | null;
}

/** Whether the test scores of a run may be seen. */
export function isOpenFor({ isKnown, sets, keptOpenSince }: Seals, { id, dataset }: SealedRun): boolean {
  if (!isKnown) return false;
  return keptOpenSince !== null || (sets[dataset.fingerprint]?.seen.includes(id) ?? false);
}

/** The same row without its test scores, made once: lists are drawn anew only where a row is another object. */
const masked = new WeakMap<object, object>();

/**
 * The one function that every test figure goes through: the run as it may be shown. A run whose test part is sealed has
 * no test scores.
 */
export function asSealed<Run extends SealedRun>(seals: Seals, run: Run): Run {
  if (!run.summary?.test || isOpenFor(seals, run)) return run;
  let without = masked.get(run) as Run | undefined;
  if (!without) {
    without = { ...run, summary: { ...run.summary, test: null } };
    masked.set(run, without);
  }
  return without;
}

export function sealOf({ sets }: Seals, fingerprint: string): SetSeal {
  return sets[fingerprint] ?? { fingerprint, openings: [], seen: [] };
}

/** The seal after these runs were seen, all or some of them for the first time; the same where all had been. */
export function withOpening(seal: SetSeal, ids: readonly string[], at: number): SetSeal {
  const known = new Set(seal.seen);
  const fresh = [...new Set(ids)].filter((id) => !known.has(id));
  if (fresh.length === 0) return seal;
  const opening = { at, runs: fresh.length, before: seal.seen.length };
  return { ...seal, openings: [...seal.openings, opening], seen: [...seal.seen, ...fresh] };
}

/** What both know of one seal: two tabs may have opened it. */
export function mergedSeals(one: SetSeal, other: SetSeal): SetSeal {
  const byTime = new Map([...one.openings, ...other.openings].map((opening) => [opening.at, opening]));
  return {
    fingerprint: one.fingerprint,
    openings: [...byTime.values()].toSorted((a, b) => a.at - b.at),
    seen: [...new Set([...one.seen, ...other.seen])],
  };
}

export function sealMark(seals: Seals, run: SealedRun): SealMark {
  return {
    open: isOpenFor(seals, run),
    openings: sealOf(seals, run.dataset.fingerprint).openings,
    keptOpenSince: seals.keptOpenSince,
  };
}

/** Runs by the fingerprint of their set. */
export function bySet<Run extends Pick<SealedRun, 'dataset'>>(
  runs: readonly Run[],
): ReadonlyMap<string, readonly Run[]> {
  const sets = new Map<string, Run[]>();
  for (const run of runs) {
    const own = sets.get(run.dataset.fingerprint);
    if (own) own.push(run);
    else sets.set(run.dataset.fingerprint, [run]);
  }
  return sets;
}

/** The seals with which a lab begins where test scores were shown as soon as they were there. */
export function sealsOfBefore(
  shown: readonly (SealedRun & { readonly createdAt: number })[],
): readonly SetSeal[] {
  return [...bySet(shown)].map(([fingerprint, runs]) => ({
    fingerprint,
    openings: [
      {
        at: Math.max(...runs.map(({ createdAt }) => createdAt)),
        runs: runs.length,
        before: 0,
        unsealed: true,
      },
    ],
    seen: runs.map(({ id }) => id),
  }));
}
