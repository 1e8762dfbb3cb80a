import { className } from '../../lab/class-name.ts';
import type { DatasetSummary, Task } from '../../lab/dataset.ts';
import type { LabelValues } from '../../lab/label-values.ts';
import { type EpochScores, unpackLogits } from '../../lab/light-table/epoch-scores.ts';
import { logOddsOf } from '../../lab/light-table/score-axis.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import { logOdds } from '../../lab/statistics/log-odds.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { ScoreLine, TableEpoch, TableQuestion } from '../../ui/light-table/table-frame.ts';
import { classColour } from '../../ui/palettes.ts';

type Described = Pick<DatasetSummary, 'task' | 'classNames'>;

/** Colour of what is not asked about: no class has it. */
const REST = '#8b93a1';

/** What the pairs of a question are made of, where they are not one of each class; null where they are. */
export function pairWords({ task, classNames }: Described, output: number): string | null {
  if (task === 'binary') return null;
  const yes = className(classNames[output]!);
  return task === 'multi-class' ? `one of ${yes} and one of the rest` : `one with ${yes} and one without`;
}

/** The question that one output answers; each class keeps its colour, of labels only the one asked about has one. */
export function tableQuestion(
  { task, classNames }: Described,
  labels: LabelValues,
  output: number,
): TableQuestion {
  const width = task === 'multi-label' ? classNames.length : 1;
  const count = labels.length / width;
  const yes = Uint8Array.from({ length: count }, (_, image) => {
    if (task === 'binary') return labels[image]!;
    if (task === 'multi-label') return labels[image * width + output]!;
    return labels[image] === output ? 1 : 0;
  });
  const sides =
    task === 'binary' ? ([classColour(0), classColour(1)] as const) : ([REST, classColour(output)] as const);
  const feet = Array.from(yes, (answer, image) =>
    task === 'multi-label' ? sides[answer as 0 | 1] : classColour(labels[image]!),
  );
  return { labels: yes, feet, sides };
}

/** What an image is, in words. */
export function imageName({ task, classNames }: Described, labels: LabelValues, place: number): string {
  if (task !== 'multi-label') return className(classNames[labels[place]!]!);
  const row = labels.subarray(place * classNames.length, (place + 1) * classNames.length);
  return (
    classNames
      .filter((_, label) => row[label] === 1)
      .map(className)
      .join(', ') || 'no label'
  );
}

/** Scores of an epoch do not change: unpacked once for each output. */
const known = new WeakMap<EpochScores, Map<number, TableEpoch>>();

/** @param margin of the AUC margin loss */
export function tableEpoch(scores: EpochScores, output: number, margin: number): TableEpoch {
  const outputs = known.get(scores) ?? new Map<number, TableEpoch>();
  known.set(scores, outputs);
  const before = outputs.get(output);
  if (before) return before;
  const { epoch, activation, outputs: count } = scores;
  const columns = logOdds({ logits: unpackLogits(scores), activation, outputs: count });
  const made = { epoch, scores: columns[output]!, lines: marginLines(scores, output, margin) };
  outputs.set(output, made);
  return made;
}

/** Probabilities this near to 0 and 1 stand at the ends of the axis. */
const NEARLY = 1e-9;

/** b, a, and where a would be if it were the margin above b. */
function marginLines({ means }: EpochScores, output: number, margin: number): ScoreLine[] {
  if (!means) return [];
  const [a, b] = [means.a[output]!, means.b[output]!];
  const at = (score: number) => logOddsOf(Math.min(1 - NEARLY, Math.max(NEARLY, score)));
  return [
    { label: `b ${told(b)}`, score: at(b), colour: '#f2f4f7' },
    { label: `a ${told(a)}`, score: at(a), colour: '#f2f4f7' },
    {
      label: `b + margin ${told(b + margin)}${b + margin > 1 ? ' →' : ''}`,
      score: at(b + margin),
      colour: '#8b93a1',
      // No score is above 1: it stands beyond the table, not at its edge.
      beyond: b + margin > 1,
    },
  ];
}

function told(value: number): string {
  return value.toFixed(2);
}

/** What the lines of the AUC margin loss mean, in one sentence. */
export function marginNote([no, yes]: readonly [no: string, yes: string], margin: number): string {
  return `The loss draws ${yes} towards a and ${no} towards b, and wants a to be ${margin} above b; dotted is what it still misses, an arrow says beyond the edge.`;
}

/** Below it one image more or less in the right order moves the AUC by hundredths, at the least. */
const FEW = 10;

/**
 * What so few images say: of two and two there are four pairs.
 *
 * @param labels 0 or 1
 * @returns null where both are many, or one is missing
 */
export function fewNote(labels: LabelValues, [no, yes]: readonly [no: string, yes: string]): string | null {
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const [fewer, name] =
    positives < labels.length - positives ? [positives, yes] : [labels.length - positives, no];
  if (fewer === 0 || fewer >= FEW) return null;
  return `Only ${fewer} of these ${labels.length} images ${fewer === 1 ? 'is' : 'are'} of “${name}”: this AUC may be luck.`;
}

/**
 * How far a run came that was cut off, in the figures of the list of runs, and whether the table is behind it: the curve of
 * an epoch may be stored where its scores are not yet.
 *
 * @param kept epochs up to which there are scores
 * @param stride as in keptStride: of a long run not every epoch is kept
 */
export function endNote(
  row: Pick<RunRow, 'recipe' | 'stepsPerEpoch' | 'status' | 'epochsDone'>,
  kept: number,
  stride: number,
): string | null {
  const { status, epochsDone } = row;
  if (status === 'running' || status === 'paused') return null;
  const parts =
    status === 'interrupted'
      ? [`Interrupted after epoch ${epochsDone} of ${runLength(row.recipe, row.stepsPerEpoch).epochs}.`]
      : [];
  if (kept > 0 && kept + stride <= epochsDone) {
    const missing = kept + 1 === epochsDone ? `epoch ${epochsDone}` : `epochs ${kept + 1} to ${epochsDone}`;
    parts.push(`The scores of ${missing} were not stored.`);
  }
  return parts.join(' ') || null;
}

/** Whether a task has a choice of outputs, and what it is a choice of. */
export function outputKind(task: Task): string {
  return task === 'multi-label' ? 'Label on the table' : 'Class on the table';
}
