import { type Attribute, attributesOf } from '../attributes/attribute.ts';
import { SPLITS, type Split, type Task } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import { drawParts } from './draw-parts.ts';
import type { Found, Window } from './found.ts';
import { groupsOf, likelyColumn, likelyPattern } from './groups.ts';
import type { GivenImportOptions, ImportOptions, ProblemKind } from './options.ts';
import { type LabelPlan, planLabels } from './plan-labels.ts';

/** What must be said before anything can be taken. */
export interface Question {
  readonly option: 'labels' | 'labelColumn' | 'leaveOut';
  readonly text: string;
  readonly answers: readonly { readonly value: string; readonly label: string }[];
}

/** What will be done with the images, all of it said. */
export interface ImportPlan {
  readonly options: ImportOptions;
  readonly questions: readonly Question[];
  /** Sentences of what will be done. */
  readonly will: readonly string[];
  readonly warnings: readonly string[];
  readonly task: Task;
  readonly classNames: readonly string[];
  readonly dims: 2 | 3;
  readonly size: number;
  readonly channels: 1 | 3;
  /** The part of each image; null for one that is left out. */
  readonly parts: readonly (Split | null)[];
  readonly labels: LabelPlan;
  /** Further columns of a table, by which results can be broken down. */
  readonly attributes: readonly Attribute[];
  /** Images of each class (positives of each label), by part. */
  readonly counts: Readonly<Record<Split, readonly number[]>>;
  readonly images: Readonly<Record<Split, number>>;
}

const DRAW = { val: 0.1, test: 0.2, seed: 1 } as const;

/**
 * Says what an import makes of what was found: every option that was not given takes the value that fits what is there.
 *
 * @throws LabError `bad-import` where the options do not fit the files; `labels-out-of-range`, `no-images` where nothing
 *   can be made of them
 */
export function planImport(found: Found, given: GivenImportOptions): ImportPlan {
  const axes = given.axes ?? found.axes[0]!;
  if (!found.axes.includes(axes)) {
    throw new LabError(
      'bad-import',
      `The images cannot be read as ${axes}; what fits is ${found.axes.join(' or ')}.`,
      'Nothing was taken. Choose another reading of the axes.',
    );
  }
  const dims = axes.includes('D') || given.volumes === 'slices' ? 3 : 2;
  const labels = planLabels(found, given.labels ?? null, given.leaveOutClasses ?? []);
  const likely = likelyColumn(found.columns);
  const group = given.group === undefined ? (likely === null ? null : { column: likely }) : given.group;
  const square = given.square ?? 'pad';
  const options: ImportOptions = {
    version: 1,
    axes,
    window: windowOf(found, given.window),
    colour: given.colour ?? (hasColour(found, axes) ? 'colour' : 'grey'),
    square,
    size: given.size ?? (found.importer === 'arrays' ? 'own' : 28),
    labelColumn: given.labelColumn ?? null,
    labels: given.labels ?? (found.labels?.kind === 'columns' ? 'labels' : 'classes'),
    parts: given.parts ?? 'keep',
    draw: {
      val: given.draw?.val ?? DRAW.val,
      test: given.draw?.test ?? DRAW.test,
      seed: given.draw?.seed ?? DRAW.seed,
    },
    group,
    leaveOut: given.leaveOut ?? [],
    leaveOutClasses: given.leaveOutClasses ?? [],
    volumes: given.volumes ?? 'single',
  };
  const out = new Set(
    found.problems.filter(({ kind }) => options.leaveOut.includes(kind)).flatMap(({ items }) => items),
  );
  for (const item of labels.without) out.add(item);
  const { parts, drawn } = planParts(found, labels, options, out);
  const images = countParts(parts);
  const size = options.size === 'own' ? (square === 'crop' ? found.shortest : found.longest) : options.size;
  const plan = {
    options,
    task: labels.task,
    classNames: labels.classNames,
    dims,
    size,
    channels: options.colour === 'colour' ? 3 : 1,
    parts,
    labels,
    attributes: attributesOf(otherColumns(found, labels, options), parts),
    counts: countClasses(parts, labels),
    images,
  } as const;
  return {
    ...plan,
    questions: questionsOf(found, given, labels),
    will: [
      ...leftOutSentences(found, options),
      ...imageSentences(found, options, size, dims),
      ...labels.sentences,
      ...partSentences(drawn, options),
      ...attributeSentences(plan.attributes),
    ],
    warnings: warningsOf(found, plan, given),
  };
}

/** Columns that are neither labels nor groups, and that do not say what the label is: they have no AUC within a group. */
function otherColumns(
  { columns }: Found,
  { strata }: LabelPlan,
  { group, labelColumn }: ImportOptions,
): Found['columns'] {
  const taken = [labelColumn, group && 'column' in group ? group.column : null];
  const isMixed = (values: readonly string[]) => {
    const first = new Map<string, number>();
    return values.some((value, item) => {
      const own = strata[item]!;
      if (!first.has(value)) first.set(value, own);
      return first.get(value) !== own;
    });
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([name, values]) => !taken.includes(name) && isMixed(values)),
  );
}

function attributeSentences(attributes: readonly Attribute[]): string[] {
  if (attributes.length === 0) return [];
  const names = attributes.map(({ name, groups }) => `${name} (${groups.length} groups)`);
  return [`Results can be broken down by ${list(names)}.`];
}

/** Whether the reading of the axes leaves colour. */
function hasColour(found: Found, axes: ImportOptions['axes']): boolean {
  return found.hasColour && (found.importer === 'images' || axes.includes('C'));
}

function windowOf({ greys }: Found, given: GivenImportOptions['window']): Window {
  if (typeof given === 'object') return given;
  if (given !== undefined) return wide(greys[given]);
  // Bytes are greys already. Floats from 0 to 1 or to 255 are the usual ways to write them; of everything else the
  // range that is found, as 12 bits of 16 would be black.
  if (greys.type !== 'integer') return wide(greys.full);
  return wide(greys.found);
}

/** Equal greys everywhere leave no range. */
function wide({ low, high }: Window): Window {
  return low < high ? { low, high } : { low, high: low + 1 };
}

function leftOutSentences({ problems }: Found, { leaveOut }: ImportOptions): string[] {
  return problems.filter(({ kind }) => leaveOut.includes(kind)).map(({ text }) => `Left out: ${text}`);
}

interface Drawn {
  readonly from: 'nothing' | 'all' | 'train';
  readonly missing: readonly Split[];
  readonly groups: boolean;
}

function planParts(
  found: Found,
  labels: LabelPlan,
  options: ImportOptions,
  out: ReadonlySet<number>,
): { parts: (Split | null)[]; drawn: Drawn } {
  const redraw = options.parts === 'redraw';
  const parts = found.parts.map((part, item) =>
    out.has(item) ? null : redraw ? 'train' : (part ?? 'train'),
  );
  const present = new Set(found.parts.filter((part) => part !== null));
  const missing = SPLITS.filter((split) => split !== 'train' && (redraw || !present.has(split)));
  const groups = groupsOf(found, options.group);
  if (missing.length === 0) return { parts, drawn: { from: 'nothing', missing, groups: groups !== null } };
  const items = [...parts.keys()].filter((item) => parts[item] === 'train');
  const { val, test } = options.draw;
  const wanted = { train: Math.max(0.1, 1 - val - test), val, test };
  const total = wanted.train + missing.reduce((sum, split) => sum + wanted[split], 0);
  const shares = {
    train: wanted.train / total,
    val: missing.includes('val') ? val / total : 0,
    test: missing.includes('test') ? test / total : 0,
  };
  const drawnParts = drawParts(
    items.map((item) => labels.strata[item]!),
    groups && items.map((item) => groups[item]!),
    shares,
    options.draw.seed,
  );
  items.forEach((item, place) => {
    parts[item] = drawnParts[place]!;
  });
  const from = redraw || present.size === 0 ? 'all' : 'train';
  return { parts, drawn: { from, missing, groups: groups !== null } };
}

function countParts(parts: readonly (Split | null)[]): Record<Split, number> {
  const counts = { train: 0, val: 0, test: 0 };
  for (const part of parts) if (part !== null) counts[part] += 1;
  return counts;
}

function countClasses(
  parts: readonly (Split | null)[],
  { width, values, classNames }: LabelPlan,
): Record<Split, number[]> {
  const zeros = () => new Array<number>(classNames.length).fill(0);
  const counts = { train: zeros(), val: zeros(), test: zeros() };
  parts.forEach((part, item) => {
    if (part === null) return;
    for (let column = 0; column < width; column++) {
      const value = values[item * width + column]!;
      if (width === 1) counts[part][value]! += 1;
      else counts[part][column]! += value;
    }
  });
  return counts;
}

const ASK: Readonly<Record<ProblemKind, string>> = {
  'not-a-number': 'Leave these images out',
  broken: 'Leave these files out',
  'same-name': 'Leave the later ones out',
  'unsafe-path': 'Leave these files out',
  'no-label': 'Leave these images out',
  'no-file': 'Leave these rows out',
  'other-shape': 'Leave these images out',
};

function questionsOf(found: Found, given: GivenImportOptions, labels: LabelPlan): Question[] {
  const questions: Question[] = [];
  if (found.labelColumns.length > 0 && given.labelColumn === undefined && found.labels === null) {
    questions.push({
      option: 'labelColumn',
      text: 'Which column holds the labels?',
      answers: found.labelColumns.map((value) => ({ value, label: value })),
    });
  }
  if (labels.oneHot && given.labels === undefined) {
    questions.push({
      option: 'labels',
      text: `Each image has exactly one of ${labels.columns} columns. What are they?`,
      answers: [
        { value: 'classes', label: `${labels.columns} classes, of which each image is one` },
        { value: 'labels', label: `${labels.columns} labels that may come together` },
      ],
    });
  }
  for (const { kind, text } of found.problems) {
    if (given.leaveOut?.includes(kind)) continue;
    questions.push({ option: 'leaveOut', text, answers: [{ value: kind, label: ASK[kind] }] });
  }
  return questions;
}

function imageSentences(found: Found, options: ImportOptions, size: number, dims: 2 | 3): string[] {
  const { low, high } = options.window;
  const { greys } = found;
  const square = found.edges?.every((edge) => edge === found.edges![0]) ?? false;
  const plain = greys.type === 'byte' && low === 0 && high === 255;
  const goal = dims === 3 ? `${size}³ voxels` : `${size} × ${size} pixels`;
  const how = { pad: 'padded with black', crop: 'cropped to their middle', stretch: 'stretched' }[
    options.square
  ];
  return [
    ...(found.axes.length > 1 || options.axes === 'NCHW' || options.axes === 'NCDHW'
      ? [`The axes are read as ${options.axes}.`]
      : []),
    ...(plain ? [] : [`Values from ${text(low)} to ${text(high)} become greys from 0 to 255.`]),
    ...(found.hasAlpha ? ['Transparency is left out.'] : []),
    ...(found.hasColour && options.colour === 'grey' ? ['Colour becomes grey (ITU-R BT.601).'] : []),
    ...(square && size === found.longest
      ? []
      : [`Images are ${square ? 'scaled' : options.size === 'own' ? how : `${how} and scaled`} to ${goal}.`]),
  ];
}

function partSentences({ from, missing, groups }: Drawn, options: ImportOptions): string[] {
  if (from === 'nothing') return [];
  const names = missing.map((split) => (split === 'val' ? 'validation' : 'test')).join(' and ');
  const percent = missing.map((split) => `${Math.round(100 * options.draw[split as 'val' | 'test'])} %`);
  const source = from === 'all' ? 'all images' : 'the training part';
  return [
    `The ${names} ${missing.length > 1 ? 'parts' : 'part'} (${percent.join(' and ')} of the whole) ${missing.length > 1 ? 'are' : 'is'} drawn from ${source} with seed ${options.draw.seed}, each class in the same share${groups ? ', each group on one side' : ''}.`,
  ];
}

type Planned = Omit<ImportPlan, 'questions' | 'will' | 'warnings'>;

function warningsOf(found: Found, plan: Planned, given: GivenImportOptions): string[] {
  const { options, parts, classNames, counts } = plan;
  const few = classNames.filter((_, index) => counts.train[index] === 1);
  const groups = groupsOf(found, options.group);
  const shared = groups ? sharedGroups(groups, parts) : 0;
  const looksLikePatients = given.group === undefined && options.group === null && likelyPattern(found.names);
  return [
    ...(few.length > 0
      ? [
          `${list(few)} ${few.length === 1 ? 'has' : 'have'} one training image only: nothing can be learnt from one.`,
        ]
      : []),
    ...(looksLikePatients
      ? [
          'The names look like those of patients, and no group is chosen: images of one patient may be on two sides.',
        ]
      : []),
    ...(shared > 0
      ? [
          `${shared} ${shared === 1 ? 'group is' : 'groups are'} in more than one part; redraw the parts to keep each on one side.`,
        ]
      : []),
  ];
}

function sharedGroups(groups: readonly string[], parts: readonly (Split | null)[]): number {
  const homes = new Map<string, Split>();
  const shared = new Set<string>();
  groups.forEach((group, item) => {
    const part = parts[item];
    if (!part) return;
    const home = homes.get(group);
    if (home === undefined) homes.set(group, part);
    else if (home !== part) shared.add(group);
  });
  return shared.size;
}

function list(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
}

function text(value: number): string {
  return Number(value.toPrecision(5)).toString().replace('-', '−');
}
