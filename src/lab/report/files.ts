import { sha256 } from 'hash-wasm';
import { figuresOf, type LabReport } from './lab-report.ts';
import { epochsCsv, metricsCsv, metricsJson } from './metrics.ts';
import { reportPage } from './page.ts';
import { readme } from './readme.ts';

/** The texts of a report by file name; its pictures are made of the figures. */
export function reportTexts(report: LabReport): ReadonlyMap<string, string> {
  const { study, runs } = report;
  return new Map([
    ['README.md', readme(report)],
    ['index.html', reportPage(report)],
    ...(study
      ? [['study.json', JSON.stringify(study.study, null, 2)] as const, ...Object.entries(study.tables)]
      : []),
    ...(runs.length === 0
      ? []
      : ([
          ['metrics.json', metricsJson(report)],
          ['metrics.csv', metricsCsv(runs)],
          ['epochs.csv', epochsCsv(runs)],
          ...runs.map(
            ({ letter, record }) =>
              [`recipes/${letter}.json`, JSON.stringify(record.recipe, null, 2)] as const,
          ),
        ] as const)),
    ...figuresOf(report).map(({ file, svg }) => [`figures/${file}.svg`, svg] as const),
  ]);
}

/** SHA-256 of each file, as `sha256sum -c` reads them. */
export async function checksums(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const lines: string[] = [];
  for (const [name, bytes] of files) lines.push(`${await sha256(bytes)}  ${name}\n`);
  return lines.join('');
}
