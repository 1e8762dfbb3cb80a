import { BALANCING, type BalancingName } from '../balance/registry.ts';
import type { DatasetSummary } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { datasetKey, datasetReference } from '../recipe/dataset-reference.ts';
import { LOSSES, type LossName } from '../recipe/losses.ts';
import { datasetName, settingText } from '../recipe/name.ts';
import { OPTIMIZERS, type OptimizerName } from '../recipe/optimizers.ts';
import { assignValue, parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
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
 * @throws LabError `bad-study` when a recipe does not fit, two cells are the same recipe, or there are too many
 */
export function expandStudy(study: Study): Expansion {
  const factors = factorsOf(study);
  const names = factors.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badStudy(`The study has two factors with the name "${twice}".`);
  const count = factors.reduce((product, { levels }) => product * levels.length, study.seeds.length);
  if (count > MOST_RUNS) throw badStudy(`The study has ${count} runs; ${MOST_RUNS} are the most.`);
  const cells = inBlocks(combinations(factors).map((levels) => cellOf(study, factors, levels)));
  const byKey = new Map<string, Cell>();
  for (const cell of cells) {
    const other = byKey.get(cell.key);
    if (other) throw badStudy(`"${other.name}" and "${cell.name}" are the same recipe.`);
    byKey.set(cell.key, cell);
  }
  const runs = study.seeds.flatMap((seed) => cells.map((cell) => runOf(cell, seed)));
  return { factors, cells, runs };
}

/** The factors with their levels; a subset factor is several. */
export function factorsOf({ factors }: Pick<Study, 'factors'>): readonly Factor[] {
  return factors.flatMap(factorsOfSpec);
}

function factorsOfSpec(spec: FactorSpec): Factor[] {
  if ('subsets' in spec) return spec.subsets.map(switchFactor);
  if ('levels' in spec) return [{ name: spec.name, levels: spec.levels, isSwitch: false }];
  const levels = spec.values.map((value) => ({
    label: levelLabel(spec.field, value),
    set: { [spec.field]: value },
  }));
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

function levelLabel(field: string, value: unknown): string {
  const dataset = field === 'dataset' ? datasetReference.safeParse(value) : null;
  if (dataset?.success) return datasetName(dataset.data);
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
  if (typeof name === 'string') {
    if (field === 'balance') return BALANCING[name as BalancingName]?.shortName ?? name;
    if (field === 'loss') return LOSSES[name as LossName]?.shortName ?? name;
    if (field === 'optimizer') return OPTIMIZERS[name as OptimizerName]?.shortName ?? name;
  }
  return typeof value === 'object' ? JSON.stringify(value) : settingText(field, value);
}

/** Every choice of one level each; the last factor changes quickest. */
function combinations(factors: readonly Factor[]): readonly (readonly Level[])[] {
  return factors.reduce<readonly (readonly Level[])[]>(
    (chosen, { levels }) => chosen.flatMap((before) => levels.map((level) => [...before, level])),
    [[]],
  );
}

function cellOf(study: Study, factors: readonly Factor[], levels: readonly Level[]): Cell {
  const name = cellName(factors, levels);
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

/** What differs: the switches that are on, joined by "+", and the level of every factor that has several. */
function cellName(factors: readonly Factor[], levels: readonly Level[]): string {
  const on = factors.flatMap(({ isSwitch, name }, index) =>
    isSwitch && levels[index]!.label === 'on' ? [name] : [],
  );
  const switched = factors.some(({ isSwitch }) => isSwitch) ? [on.join(' + ') || 'none'] : [];
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

/** Name of a block for a person; better once the set is loaded. */
export function blockName(cells: readonly Cell[], block: string, dataset?: DatasetSummary): string {
  const cell = cells.find((other) => other.block === block);
  return dataset?.name ?? (cell ? datasetName(cell.recipe.dataset) : block);
}
