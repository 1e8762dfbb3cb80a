import { markdownTable, markdownText } from '../markdown.ts';
import type { LabReport, ReportedRun, ReportFigure } from './lab-report.ts';
import { chosenText, HOW_TO_READ, madeWith, reportLine, SCORE_HEADS, scoreRow, sealText } from './words.ts';

/** The report as Markdown, beside its figures. Whatever a person wrote, and every name, is text. */
export function readme(report: LabReport): string {
  const { title, author, questions, study, runs, curves } = report;
  const sections = [
    `# ${markdownText(title)}`,
    ...(author === '' ? [] : [markdownText(author)]),
    reportLine(report),
    ...(questions.length === 0 ? [] : ['## Questions and answers']),
    ...questions.flatMap(({ question, guess, outcome, answer }) => [
      `### ${markdownText(question)}`,
      ...(guess ? [`Guess: ${markdownText(guess)}`] : []),
      ...(outcome ? [`What came of it: ${outcome.split('\n').map(markdownText).join('\n\n')}`] : []),
      ...paragraphs(answer).map((text) => markdownText(text)),
    ]),
    ...(study
      ? [
          '## Study',
          // The study's report has headings of its own.
          study.text.trim().replaceAll(/^(#+ )/gm, '##$1'),
          ...study.figures.flatMap(figureLines),
        ]
      : []),
    ...(runs.length === 0
      ? []
      : [
          '## Runs',
          markdownTable(SCORE_HEADS, runs.map(scoreRow)),
          HOW_TO_READ,
          [sealText(report), chosenText(report)].join(' ').trim(),
          ...curves.flatMap(figureLines),
          ...runs.flatMap(runLines),
        ]),
    '## Files',
    fileList(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function runLines(run: ReportedRun): readonly string[] {
  const { letter, name, record, rule, figures } = run;
  return [
    `## ${letter} · ${markdownText(name)}`,
    markdownText(
      `${record.dataset.name}${record.dataset.synthetic ? ' (synthetic)' : ''}. ${madeWith(run)}.${figures.length > 0 ? ` Threshold: ${rule}.` : ''}`,
    ),
    ...figures.flatMap(figureLines),
  ];
}

function figureLines({ file, title, note }: ReportFigure): readonly string[] {
  return [`![${markdownText(title)}](figures/${file}.png)`, markdownText(note)].filter((line) => line !== '');
}

function fileList({ study, runs }: LabReport): string {
  const recipes = runs.map(({ letter }) => `recipes/${letter}.json`);
  return [
    '- index.html: this report as a page, all in one file',
    '- figures: each as SVG and as PNG',
    ...(study ? [`- study.json, ${Object.keys(study.tables).join(', ')}: the study and its tables`] : []),
    ...(recipes.length > 0
      ? [
          `- ${recipes.length > 3 ? `${recipes[0]} to ${recipes.at(-1)}` : recipes.join(', ')}: the recipes, which the lab trains again`,
          '- metrics.json, metrics.csv: every figure with its interval; epochs.csv: the curves',
        ]
      : []),
    '- SHA256SUMS: `sha256sum -c SHA256SUMS` tells whether a file was changed',
  ].join('\n');
}

/** What was written with empty lines between. */
function paragraphs(text: string): readonly string[] {
  return text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
}
