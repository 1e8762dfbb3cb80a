import { AUGMENTATIONS, type AugmentationName } from '../augment/registry.ts';
import { LabError } from '../lab-error.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { datasetKey } from '../recipe/dataset-reference.ts';
import { assignValue, parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { levelLabels } from './level-labels.ts';
import { cellKey, runKey } from './run-key.ts';
import { badStudy, type FactorSpec, MOST_RUNS, type Study, type SWITCHES } from './study.ts';

/** One thing that is varied, with the values it takes. */
export interface Factor {
  readonly name: string;
  readonly levels: readonly Level[];
  /** Whether its levels are "off" and "on" of something that a name joins by "+". */
  readonly isSwitch: boolean;
}

export interface Level {
  readonly label: string;
  /** Changes of the recipe by dotted path. */
  readonly set: Readonly<Record<string, unknown>>;
}

/** One combination of levels: a recipe but for the seed. */
export interface Cell {
  /** Hash of the recipe with seed 0. */
  readonly key: string;
  /** Says what differs from the other cells of its block. */
  readonly name: string;
  /** Label of each factor's level, by name of the factor. */
  readonly levels: Readonly<Record<string, string>>;
  /** With the first seed of the study. */
  readonly recipe: Recipe;
  /** Key of the data set: only within one can AUCs be compared. */
  readonly block: string;
}

/** One run of a study. */
export interface PlannedRun {
  /** The run's identity: cell and seed. Results are kept by it, so none can be counted twice. */
  readonly key: string;
  readonly cell: Cell;
  readonly seed: number;
  readonly recipe: Recipe;
  /** As in RunRecord.recipeHash. */
  readonly recipeHash: string;
}

export interface Expansion {
  readonly factors: readonly Factor[];
  /** By block, in the order of the factors. */
  readonly cells: readonly Cell[];
  /** Every cell once before any twice. */
  readonly runs: readonly PlannedRun[];
}

/**
 * All cells and runs of a study.
 *
 * @throws LabError `bad-study` when a recipe does not fit, two cells are the same recipe, two factors, levels of one factor
 *   or cells would have the same name, or there are too many
 */
export function expandStudy(study: Study): Expansion {
  const factors = factorsOf(study);
  refuseEqualNames(
    factors.map(({ name }) => name),
    (name) => `The study has two factors with the name "${name}".`,
  );
  for (const { name, levels } of factors) {
    refuseEqualNames(
      levels.map(({ label }) => label),
      (label) =>
        `The factor "${name}" has two levels with the name "${label}": they could not be told apart.`,
    );
  }
  const count = factors.reduce((product, { levels }) => product * levels.length, study.seeds.length);
  if (count > MOST_RUNS) throw badStudy(`The study has ${count} runs; ${MOST_RUNS} are the most.`);
  const shared = sharedTreatment(study, factors);
  const cells = inBlocks(combinations(factors).map((levels) => cellOf(study, factors, levels, shared)));
  const byKey = new Map<string, Cell>();
  for (const cell of cells) {
    const other = byKey.get(cell.key);
    if (other) throw badStudy(`"${other.name}" and "${cell.name}" are the same recipe.`);
    byKey.set(cell.key, cell);
  }
  refuseEqualNames(
    cells.map(({ name }) => name),
    (name) => `Two cells of the study have the name "${name}": they could not be told apart.`,
  );
  const runs = study.seeds.flatMap((seed) => cells.map((cell) => runOf(cell, seed)));
  return { factors, cells, runs };
}

/** Names count as equal where a reader sees no difference. */
function refuseEqualNames(names: readonly string[], message: (name: string) => string): void {
  const seen = new Set<string>();
  for (const name of names) {
    const visible = name
      .normalize('NFC')
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    if (seen.has(visible)) throw badStudy(message(visible));
    seen.add(visible);
  }
}

/** The factors with their levels; a subset factor is several. */
export function factorsOf({ factors }: Pick<Study, 'factors'>): readonly Factor[] {
  return factors.flatMap(factorsOfSpec);
}

function factorsOfSpec(spec: FactorSpec): Factor[] {
  if ('subsets' in spec) return spec.subsets.map(switchFactor);
  if ('levels' in spec) return [{ name: spec.name, levels: spec.levels, isSwitch: false }];
  const labels = levelLabels(spec.field, spec.values);
  const levels = spec.values.map((value, index) => ({ label: labels[index]!, set: { [spec.field]: value } }));
  return [{ name: spec.name ?? spec.field, levels, isSwitch: false }];
}

function switchFactor(name: (typeof SWITCHES)[number]): Factor {
  const [path, off, on] =
    name === 'normalise'
      ? (['normalise', 'none', 'half'] as const)
      : ([`augment.${name}`, false, true] as const);
  return {
    name,
    levels: [
      { label: 'off', set: { [path]: off } },
      { label: 'on', set: { [path]: on } },
    ],
    isSwitch: true,
  };
}

/** Every choice of one level each; the last factor changes quickest. */
function combinations(factors: readonly Factor[]): readonly (readonly Level[])[] {
  return factors.reduce<readonly (readonly Level[])[]>(
    (chosen, { levels }) => chosen.flatMap((before) => levels.map((level) => [...before, level])),
    [[]],
  );
}

function cellOf(
  study: Study,
  factors: readonly Factor[],
  levels: readonly Level[],
  shared: readonly string[],
): Cell {
  const name = cellName(factors, levels, shared);
  const data = levels
    .flatMap(({ set }) => Object.entries(set))
    .reduce<object>((recipe, [path, value]) => assignValue(recipe, path, value), study.base);
  let recipe: Recipe;
  try {
    recipe = parseRecipe({ ...data, seed: study.seeds[0] });
  } catch (error) {
    if (error instanceof LabError) throw badStudy(`In the cell "${name}": ${error.message}`, error);
    throw error;
  }
  return {
    key: cellKey(recipe),
    name,
    levels: Object.fromEntries(factors.map((factor, index) => [factor.name, levels[index]!.label])),
    recipe,
    block: datasetKey(recipe.dataset),
  };
}

/** What is done to the images in every cell, besides what is varied. */
function sharedTreatment({ base }: Study, factors: readonly Factor[]): readonly string[] {
  const varied = new Set(factors.flatMap(({ levels }) => levels.flatMap(({ set }) => Object.keys(set))));
  const isVaried = (path: string) => [...varied].some((other) => `${path}.`.startsWith(`${other}.`));
  const { augment, normalise } = base as { readonly augment?: unknown; readonly normalise?: unknown };
  const switched = typeof augment === 'object' && augment !== null ? augment : {};
  const names = (Object.keys(AUGMENTATIONS) as AugmentationName[]).filter(
    (name) => Object.hasOwn(switched, name) && !isVaried(`augment.${name}`),
  );
  return [
    ...names.map((name) => AUGMENTATIONS[name].shortName),
    ...((normalise === 'half' || normalise === 'train') && !isVaried('normalise') ? ['normalise'] : []),
  ];
}

/**
 * What differs: the switches that are on, joined by "+", and the level of every factor that has several. With the switches
 * what is done to the images in every cell: one that has none of them on is not called "none" where there is something.
 */
function cellName(factors: readonly Factor[], levels: readonly Level[], shared: readonly string[]): string {
  const on = factors.flatMap(({ isSwitch, name }, index) =>
    isSwitch && levels[index]!.label === 'on' ? [name] : [],
  );
  const switched = factors.some(({ isSwitch }) => isSwitch) ? [[...shared, ...on].join(' + ') || 'none'] : [];
  const others = factors.flatMap(({ isSwitch, levels: all }, index) =>
    isSwitch || all.length === 1 ? [] : [levels[index]!.label],
  );
  return [...others, ...switched].join(' · ') || 'the recipe';
}

/** Cells of one data set together, so that it is read once a round; else in their order. */
function inBlocks(cells: readonly Cell[]): readonly Cell[] {
  const blocks = [...new Set(cells.map(({ block }) => block))];
  return blocks.flatMap((block) => cells.filter((cell) => cell.block === block));
}

function runOf(cell: Cell, seed: number): PlannedRun {
  const recipe = { ...cell.recipe, seed };
  return { key: runKey(recipe, cell.key), cell, seed, recipe, recipeHash: recipeHash(recipe) };
}
