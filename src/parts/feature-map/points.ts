import { classProbabilities } from '../../lab/class-probabilities.ts';
import { type DatasetSummary, SPLITS } from '../../lab/dataset.ts';
import { MOST_NAMES } from '../../lab/found-names.ts';
import { classesOf, classWords } from '../../lab/gallery/image-classes.ts';
import { partName } from '../../lab/leak-note.ts';
import { answersAt, rightAnswers, standardThresholds, type Thresholds } from '../../lab/results/answers.ts';
import { scoredPart } from '../../lab/results/scored-part.ts';
import { finishWork } from '../../lab/work.ts';
import type { MapView } from '../../state/trained/map-view.ts';
import { classColour } from '../../ui/palettes.ts';
import type { FeatureMap } from '../../worker/protocol-model-jobs.ts';

/** What is known of a point of the map beside its place. */
export interface PointFacts {
  /** Its class; of several labels the first, and one beyond them where it has none. */
  readonly group: number;
  readonly words: string;
  readonly part: (typeof SPLITS)[number];
  readonly isRight: boolean;
  /** Probability of the likeliest answer; of labels the mean of each one's. */
  readonly confidence: number;
}

/** @param thresholds of the run, by which an answer is right */
export function pointFacts(
  map: FeatureMap,
  { task, classNames }: Pick<DatasetSummary, 'task' | 'classNames'>,
  thresholds: Thresholds | null,
): readonly PointFacts[] {
  const { ids, labels, logits, outputs, activation, parts } = map;
  const width = labels.length / ids.length;
  const part = finishWork(scoredPart({ logits, activation, labels, outputs }, task));
  const right = rightAnswers(part, answersAt(part, thresholds ?? standardThresholds(task, outputs)));
  return Array.from(ids, (_, at) => {
    const row = labels.subarray(at * width, (at + 1) * width);
    const chances = classProbabilities(logits.subarray(at * outputs, (at + 1) * outputs), activation, task);
    const sure = chances.map((chance) => Math.max(chance, 1 - chance));
    return {
      group: classesOf(row, task)[0] ?? classNames.length,
      words: classWords(row, task, classNames),
      part: SPLITS[parts[at]!]!,
      isRight: right[at] === 1,
      confidence:
        task === 'multi-label'
          ? sure.reduce((sum, value) => sum + value, 0) / sure.length
          : Math.max(...chances),
    };
  });
}

const PART_COLOURS = { train: '#6b7684', val: '#f2f4f7', test: '#7d98ff' } as const;
const ANSWER_COLOURS = { right: '#566070', wrong: '#f2f4f7' } as const;
/** From unsure to sure. */
const [UNSURE, SURE] = [
  [242, 244, 247],
  [52, 62, 78],
] as const;

export function colourOf(facts: PointFacts, by: MapView['colour']): string {
  switch (by) {
    case 'class':
      return classColour(facts.group);
    case 'part':
      return PART_COLOURS[facts.part];
    case 'answer':
      return facts.isRight ? ANSWER_COLOURS.right : ANSWER_COLOURS.wrong;
    case 'confidence':
      return shade(facts.confidence);
  }
}

function shade(confidence: number): string {
  return `rgb(${UNSURE.map((from, channel) => Math.round(from + (SURE[channel]! - from) * confidence)).join(' ')})`;
}

/** What the colours mean, in their order. */
export function legendOf(
  facts: readonly PointFacts[],
  by: MapView['colour'],
  { classNames, task }: Pick<DatasetSummary, 'task' | 'classNames'>,
): readonly (readonly [name: string, colour: string])[] {
  switch (by) {
    case 'class': {
      const names = task === 'multi-label' ? [...classNames, 'none'] : classNames;
      const there = new Set(facts.map(({ group }) => group));
      const legend = names.flatMap((name, group) =>
        there.has(group) ? [[name, classColour(group)] as const] : [],
      );
      if (legend.length <= MOST_NAMES) return legend;
      const more = legend.length - MOST_NAMES;
      return [...legend.slice(0, MOST_NAMES), [`and ${more} more, whose colours come again`, 'transparent']];
    }
    case 'part': {
      const there = new Set(facts.map(({ part }) => part));
      return SPLITS.filter((part) => there.has(part)).map((part) => [partName(part), PART_COLOURS[part]]);
    }
    case 'answer':
      return [
        ['right', ANSWER_COLOURS.right],
        ['wrong', ANSWER_COLOURS.wrong],
      ];
    case 'confidence':
      return [
        ['unsure', shade(0.4)],
        ['sure', shade(1)],
      ];
  }
}

/** A line of the table that stands for the picture. */
export interface GroupRow {
  readonly name: string;
  readonly colour: string;
  /** Places in the map. */
  readonly points: readonly number[];
  readonly wrong: number;
  readonly confidence: number;
  readonly middle: readonly [number, number];
}

/** Where each class lies, part by part. */
export function groupRows(
  map: FeatureMap,
  facts: readonly PointFacts[],
  { classNames, task }: Pick<DatasetSummary, 'task' | 'classNames'>,
): readonly GroupRow[] {
  const groups = new Map<string, number[]>();
  facts.forEach(({ group, part }, at) => {
    const key = `${String(group).padStart(4, '0')} ${SPLITS.indexOf(part)}`;
    const found = groups.get(key);
    if (found) found.push(at);
    else groups.set(key, [at]);
  });
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, points]) => {
      const { group, part } = facts[points[0]!]!;
      const mean = (of: (at: number) => number) =>
        points.reduce((sum, at) => sum + of(at), 0) / points.length;
      const label = classNames[group] ?? (task === 'multi-label' ? 'no label' : 'unknown');
      return {
        name: `${label}, ${partName(part)}`,
        colour: classColour(group),
        points,
        wrong: points.filter((at) => !facts[at]!.isRight).length,
        confidence: mean((at) => facts[at]!.confidence),
        middle: [mean((at) => map.x[at]!), mean((at) => map.y[at]!)] as const,
      };
    });
}
