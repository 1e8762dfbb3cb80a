import { markdownText } from '../markdown.ts';
import type { BlockAnalysis } from './analyse.ts';
import type { Study } from './study.ts';
import { statisticsOf } from './study-split.ts';
import { blockMarkdown } from './table.ts';
import { isTestOpen, type TestOpening } from './test-opening.ts';
import { formatDifference, formatP, verdictOf } from './verdict.ts';
import { warningsOf } from './warnings.ts';

/** The study in words and tables, as Markdown. */
export function studyReport(
  study: Study,
  blocks: readonly BlockAnalysis[],
  names: ReadonlyMap<string, string>,
  openings: readonly TestOpening[],
): string {
  const isOpen = isTestOpen(study, openings);
  const statistics = statisticsOf(study);
  const parts = blocks.flatMap((block) => [
    `## ${markdownText(names.get(block.key) ?? block.key)}`,
    `**${markdownText(verdictOf(block).headline)}**`,
    ...verdictOf(block).details.map(markdownText),
    blockMarkdown(block, isOpen),
    ...effectLines(block),
    ...warningsOf(study, block, openings).map(({ text }) => `> Warning: ${markdownText(text)}`),
  ]);
  const opened =
    openings.length === 0
      ? isOpen
        ? 'The test part is open from the start, as the cells are ranked by it.'
        : 'The test part has not been opened.'
      : openings.some(({ kept }) => kept)
        ? `The test part is kept open on the device, since ${new Date(openings.at(-1)!.at).toISOString()}.`
        : `The test part was opened ${openings.length === 1 ? 'once' : `${openings.length} times`}: ${openings.map(({ at }) => new Date(at).toISOString()).join(', ')}.`;
  return `${[
    `# ${markdownText(study.name)}`,
    ...(study.question ? [markdownText(study.question)] : []),
    `Seeds: ${study.seeds.join(', ')}. Val is cross-fitted, each half of its images scored with the epoch that is best on the other half; “AUC, best epoch” is the highest val AUC of all epochs, which is too high, as it is chosen on the same images. Intervals cover other seeds and other images; p-values are Holm's, over all pairs of a table (against the baseline: over its column). ${opened}`,
    ...(statistics ? [statistics] : []),
    ...parts,
  ].join('\n\n')}\n`;
}

function effectLines({ effects }: BlockAnalysis): string[] {
  if (effects.length === 0) return [];
  return [
    'Effects:',
    effects
      .map(({ name, estimate, interval: [low, high], adjustedP }) => {
        const range = `${formatDifference(low)} to ${formatDifference(high)}`;
        return `- ${markdownText(name)}: ${formatDifference(estimate)} (${range}; ${formatP(adjustedP)})`;
      })
      .join('\n'),
  ];
}
