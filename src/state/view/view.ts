import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { CUTS } from '../../lab/agreement/cut.ts';
import { z } from '../../lab/zod.ts';

/** What is drawn over all thresholds. */
export const RATE_KINDS = ['ROC', 'precision and recall'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

/** How the list of runs is ordered, with the words for it. */
export const RUN_ORDERS = {
  newest: 'newest first',
  best: 'best val first',
  name: 'by name',
} as const;
export type RunOrder = keyof typeof RUN_ORDERS;

/** What the list of runs is grouped by. */
export const RUN_GROUPS = { none: 'in one list', study: 'by study', set: 'by set' } as const;
export type RunGrouping = keyof typeof RUN_GROUPS;

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>) => Object.keys(words) as Key[];

/** The part of an x axis that is shown; ends that are no part of it are dropped. */
const range = (end: number) =>
  z
    .array(z.number().min(0).max(end))
    .refine((ends): ends is [number, number] => ends.length === 2 && ends[0]! < ends[1]!)
    .optional()
    .catch(undefined);

/**
 * What of the view stands in the address, on every tab. A damaged value is dropped instead of breaking the page; an
 * absent one has the default of {@link useView}.
 */
export const viewSearch = z.object({
  /** Ids of the runs that are drawn, by letter: an empty one is a letter that is free. Absent: the latest run. */
  runs: z.array(z.string()).max(50).optional().catch(undefined),
  /** Id of the run whose results are shown; absent: the latest one with results. */
  run: z.string().optional().catch(undefined),
  /** How the list of runs is ordered; absent: the newest first. */
  order: z.enum(keysOf(RUN_ORDERS)).optional().catch(undefined),
  /** What the list of runs is grouped by; absent: nothing. */
  group: z.enum(keysOf(RUN_GROUPS)).optional().catch(undefined),
  /** Whether runs that differ in the seed alone are drawn one by one instead of as their mean. */
  apart: z.boolean().optional().catch(undefined),
  /** Which answers count where Compare holds runs against each other image by image; absent: as many yes as there are. */
  cut: z.enum(CUTS).optional().catch(undefined),
  /** Ids of the two runs whose images Compare holds against each other; absent: the first two. */
  pair: z.array(z.string()).length(2).optional().catch(undefined),
  /** Id of the study that is shown; absent: the latest one. */
  study: z.string().optional().catch(undefined),
  /** Key of the study's cell whose runs are shown. */
  cell: z.string().optional().catch(undefined),
  /** What the cells of a study are ranked by; absent: val. */
  rank: z.enum(['stress']).optional().catch(undefined),
  /** A study as one word, see studyToLink; taken over as a draft and dropped. */
  plan: z.string().optional().catch(undefined),
  /** The study of a class as one word, see classHash. */
  given: z.string().optional().catch(undefined),
  /** A challenge as one word, see challengeHash. */
  challenge: z.string().optional().catch(undefined),
  /** A student's number in that class. */
  number: z.int().min(1).max(999).optional().catch(undefined),
  /** Weight of the past in the smoothed loss. */
  smoothing: z.number().min(0).max(0.99).optional().catch(undefined),
  /** Which curve over all thresholds is drawn. */
  curve: z.enum(RATE_KINDS).optional().catch(undefined),
  /** Which part that curve is of. */
  part: z.enum(['val', 'test']).optional().catch(undefined),
  /** Index of the class (label) that the curve tells from the rest. */
  class: z.int().min(0).optional().catch(undefined),
  /** Epochs that the charts show; absent: all. */
  epochs: range(Number.MAX_VALUE),
  /** Rates that the charts over all thresholds show; absent: all. */
  rates: range(1),
  /** Name of the lesson beside the page; absent: none. */
  lesson: z.string().max(100).optional().catch(undefined),
  /** A lesson of somebody as one word, see lessonHash; it is asked about before it begins. */
  shared: z.string().optional().catch(undefined),
  /** Id of the lesson that is being written beside the page; absent: none. */
  make: z.string().max(20).optional().catch(undefined),
  /** A recipe as one word, see recipeToLink; taken over into the form and dropped. */
  recipe: z.string().optional().catch(undefined),
});

export type ViewSearch = z.infer<typeof viewSearch>;

export function useView() {
  const search: ViewSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const changeView = useCallback(
    (change: Partial<ViewSearch>) =>
      navigate({
        to: '.',
        search: (old: ViewSearch) => ({ ...old, ...change }),
        replace: true,
        // What is looked at changes, not where one is: the router would throw the page to its top.
        resetScroll: false,
      }),
    [navigate],
  );
  /** Shows the results of a run. */
  const openRun = useCallback(
    (id: string) => navigate({ to: '/results', search: (old: ViewSearch) => ({ ...old, run: id }) }),
    [navigate],
  );
  return {
    runs: search.runs ?? null,
    run: search.run ?? null,
    order: search.order ?? 'newest',
    grouping: search.group ?? 'none',
    apart: search.apart ?? false,
    cut: search.cut ?? 'share',
    pair: search.pair ?? null,
    study: search.study ?? null,
    cell: search.cell ?? null,
    rank: search.rank ?? 'val',
    plan: search.plan ?? null,
    lesson: search.lesson ?? null,
    shared: search.shared ?? null,
    make: search.make ?? null,
    given: search.given ?? null,
    challenge: search.challenge ?? null,
    number: search.number ?? null,
    smoothing: search.smoothing ?? 0.9,
    curve: search.curve ?? 'ROC',
    part: search.part ?? 'val',
    output: search.class ?? 0,
    epochs: search.epochs ?? null,
    rates: search.rates ?? null,
    changeView,
    openRun,
  };
}
