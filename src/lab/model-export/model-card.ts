import type { DatasetSummary } from '../dataset.ts';
import { markdownTable, markdownText } from '../markdown.ts';
import { modelOf } from '../models/registry.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { recipeName } from '../recipe/name.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Scores } from '../run-record.ts';
import { formatAuc } from '../study/verdict.ts';
import { IMAGE, SCORES } from './net-step.ts';
import type { TrainedNet } from './trained-net.ts';

/** What is known of a run whose net is saved, beside the net. */
export interface ModelFacts {
  readonly name: string;
  readonly recipe: Recipe;
  readonly dataset: DatasetSummary;
  /** Whose weights they are, from 1. */
  readonly epoch: number;
  /** Of these weights; `test` is null where the test part is sealed, or was not scored. */
  readonly scores: { readonly val: Scores | null; readonly test: Scores | null };
  /** The lab's version. */
  readonly lab: string;
}

/** What a saved net is, for a program: the same facts as in {@link modelCard}. */
export function modelFactsJson(facts: ModelFacts, net: TrainedNet): string {
  const { dataset, recipe, ...rest } = facts;
  const { shape, size, activation, input } = net;
  return JSON.stringify(
    {
      kind: 'medmnist-lab-model',
      version: 1,
      ...rest,
      recipe,
      recipeHash: recipeHash(recipe),
      dataset: {
        name: dataset.name,
        origin: dataset.origin,
        licence: dataset.licence,
        fingerprint: dataset.fingerprint,
        task: dataset.task,
        counts: dataset.counts,
      },
      classNames: dataset.classNames,
      net: { model: net.model, ...shape, size, activation, input },
    },
    null,
    2,
  );
}

/**
 * What a saved net is, for a person, in Markdown: what it was trained on and how, its scores with their intervals, what goes
 * in and what comes out.
 *
 * @param use how a program loads it, in Markdown
 */
export function modelCard(facts: ModelFacts, net: TrainedNet, use: string): string {
  const { name, recipe, dataset, epoch, lab } = facts;
  return `# ${markdownText(name)}

${modelOf(net.model).label} for ${markdownText(dataset.name)}, trained in the MedMNIST training lab (${markdownText(lab)}). For teaching and research, not for use on patients.

## Scores

${scoreTable(facts)}

${facts.scores.val ? 'The epoch was chosen on the validation images, so its validation scores are too high.\n' : ''}
## What goes in

${inputText(net)}

## What comes out

${outputText(net, dataset)}

## How to load it

${use}

## Where it comes from

${markdownTable(
  ['', ''],
  [
    ['Recipe', recipeName(recipe, { seed: true })],
    ['Recipe hash', recipeHash(recipe)],
    ['Weights', `of epoch ${epoch}`],
    ['Data', dataset.name],
    ['Origin of the data', dataset.origin],
    ['Licence of the data', dataset.licence],
    ['Fingerprint of the data', dataset.fingerprint],
    ['Images', `train ${dataset.counts.train}, val ${dataset.counts.val}, test ${dataset.counts.test}`],
  ],
)}

The whole recipe is in \`card.json\`; with the same data and backend the lab trains this net again from it.
`;
}

function scoreTable({ scores }: ModelFacts): string {
  const row = (part: string, score: Scores | null) => [
    part,
    score ? formatAuc(score.auc) : '–',
    score?.interval ? `${formatAuc(score.interval[0])} to ${formatAuc(score.interval[1])}` : '–',
    score ? score.acc.toFixed(3) : '–',
  ];
  const table = markdownTable(
    ['part', 'AUC', '95 % interval (DeLong)', 'accuracy'],
    [row('validation', scores.val), row('test', scores.test)],
  );
  return scores.test ? table : `${table}\n\nThe test part is sealed, or was not scored.`;
}

function inputText({ shape, size, input }: TrainedNet): string {
  const edges = new Array<number>(shape.dims).fill(size).join(' × ');
  const listed = (values: readonly number[]) => {
    const [first] = values;
    const all = values.every((value) => value === first) ? [first!] : values;
    return all.map((value) => String(Math.fround(value))).join(', ');
  };
  const slices = shape.dims === 2 && shape.channels > 3 ? ' The channels are the slices of a volume.' : '';
  return `Images of ${edges} with ${shape.channels} channel${shape.channels === 1 ? '' : 's'}, pixels from 0 to 1 (a byte divided by 255).${slices} The first layer sees scale · pixel + offset, with the scale ${listed(input.scale)} and the offset ${listed(input.offset)}. ONNX and TensorFlow.js files do this themselves, as their first step; with safetensors you have to.`;
}

function outputText({ activation, shape }: TrainedNet, { classNames, task }: DatasetSummary): string {
  const names = classNames.map((name, index) => `${index} ${markdownText(name)}`).join(', ');
  if (shape.outputs === 1) {
    return `One logit for each image; its sigmoid is the score of “${markdownText(classNames[1] ?? '')}” against “${markdownText(classNames[0] ?? '')}”. No threshold is part of the net.`;
  }
  const how =
    activation === 'softmax'
      ? 'Their softmax'
      : task === 'multi-label'
        ? 'The sigmoid of each, by itself,'
        : 'The sigmoid of each';
  return `${shape.outputs} logits for each image: ${names}. ${how} gives the scores. In the files the input is called \`${IMAGE}\`, the outputs \`logits\` and \`${SCORES}\`.`;
}
