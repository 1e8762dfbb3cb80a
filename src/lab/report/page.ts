import { xmlText } from '../xml-text.ts';
import type { LabReport, ReportedRun, ReportFigure } from './lab-report.ts';
import { chosenText, HOW_TO_READ, madeWith, reportLine, SCORE_HEADS, scoreRow, sealText } from './words.ts';

const STYLE = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1080px; padding: 32px 16px 64px; background: #fff; color: #1c2028;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 40px 0 8px; border-top: 1px solid #e3e5e9; padding-top: 16px; }
h3 { font-size: 16px; margin: 24px 0 4px; }
p { margin: 4px 0 12px; max-width: 75ch; }
.quiet { color: #5a606b; font-size: 14px; }
.answer { white-space: pre-line; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid #e3e5e9; vertical-align: top; overflow-wrap: normal; }
figure { margin: 0; max-width: 100%; }
.figures { display: flex; flex-wrap: wrap; gap: 28px 40px; margin: 20px 0; }
figure svg { max-width: 100%; height: auto; display: block; }
figcaption { color: #5a606b; font-size: 14px; max-width: 75ch; }
@media print { body { padding: 0; } figure, tr { break-inside: avoid; } }
`;

/**
 * The report as one page that needs nothing else: no scripts, no files, no network. A policy in its head keeps it so,
 * and whatever a person wrote, and every name, is text.
 */
export function reportPage(report: LabReport): string {
  const { title, author, questions, study, runs, curves } = report;
  const body = [
    `<h1>${xmlText(title)}</h1>`,
    ...(author === '' ? [] : [paragraph(author)]),
    paragraph(reportLine(report), 'quiet'),
    ...(questions.length === 0 ? [] : ['<h2>Questions and answers</h2>']),
    ...questions.flatMap(({ question, guess, outcome, answer }) => [
      `<h3>${xmlText(question)}</h3>`,
      ...(guess ? [paragraph(`Guess: ${guess}`, 'quiet')] : []),
      ...(outcome ? [paragraph(`What came of it: ${outcome}`, 'quiet answer')] : []),
      ...(answer.trim() === '' ? [] : [paragraph(answer, 'answer')]),
    ]),
    ...(study
      ? [
          `<h2>Study: ${xmlText(study.study.name)}</h2>`,
          ...(study.study.question ? [paragraph(study.study.question)] : []),
          ...study.verdicts.flatMap(({ name, headline, details }) => [
            `<h3>${xmlText(name)}</h3>`,
            `<p><strong>${xmlText(headline)}</strong></p>`,
            ...details.map((text) => paragraph(text)),
          ]),
          figuresHtml(study.figures),
        ]
      : []),
    ...(runs.length === 0
      ? []
      : [
          '<h2>Runs</h2>',
          table(SCORE_HEADS, runs.map(scoreRow)),
          paragraph(HOW_TO_READ, 'quiet'),
          paragraph([sealText(report), chosenText(report)].join(' ').trim()),
          figuresHtml(curves),
          ...runs.flatMap(runHtml),
        ]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${xmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function runHtml(run: ReportedRun): readonly string[] {
  const { letter, name, record, rule, figures } = run;
  const { dataset } = record;
  return [
    `<h2>${xmlText(letter)} · ${xmlText(name)}</h2>`,
    paragraph(`${dataset.name}${dataset.synthetic ? ' (synthetic)' : ''}. ${madeWith(run)}.`, 'quiet'),
    ...(figures.length > 0 ? [paragraph(`Threshold: ${rule}.`)] : []),
    figuresHtml(figures),
  ];
}

function figuresHtml(figures: readonly ReportFigure[]): string {
  return figures.length === 0 ? '' : `<div class="figures">${figures.map(figureHtml).join('')}</div>`;
}

function figureHtml({ title, note, svg, width }: ReportFigure): string {
  return `<figure style="width: ${Math.max(width, 320)}px">${svg}<figcaption>${xmlText(note === '' ? title : note)}</figcaption></figure>`;
}

function paragraph(text: string, style?: string): string {
  return `<p${style ? ` class="${style}"` : ''}>${xmlText(text)}</p>`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${xmlText(cell)}</${tag}>`).join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="Scores of the runs"><table><thead><tr>${cells(heads, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('')}</tbody></table></div>`;
}
