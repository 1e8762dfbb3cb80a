import { type DatasetSummary, labelWidth } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import type { Edition } from './edition.ts';

/**
 * Makes sure that an edition is of this set, and of nothing beyond it.
 *
 * @throws LabError `bad-edition`
 */
export function refuseUnfitEdition(
  { name, fingerprint, train }: Edition,
  summary: Pick<DatasetSummary, 'name' | 'fingerprint' | 'counts' | 'task' | 'classNames'>,
): void {
  if (fingerprint !== summary.fingerprint) {
    throw new LabError(
      'bad-edition',
      `The edition "${name}" was made for data with the fingerprint ${short(fingerprint)}; ${summary.name} has ${short(summary.fingerprint)}.`,
      'Nothing was changed or trained. Load the set it was made for, or choose another edition.',
    );
  }
  const beyond = [...train.leftOut, ...train.relabelled.map(({ image }) => image)].find(
    (image) => image >= summary.counts.train,
  );
  if (beyond !== undefined) {
    throw new LabError(
      'bad-edition',
      `The edition "${name}" speaks of training image ${beyond}; there are ${summary.counts.train}, counted from 0.`,
      'Nothing was changed or trained. The file may be damaged: export the edition again.',
    );
  }
  const width = labelWidth(summary.task, summary.classNames.length);
  const most = summary.task === 'multi-label' ? 1 : summary.classNames.length - 1;
  const wrong = train.relabelled.find(
    ({ label }) => label.length !== width || label.some((value) => value > most),
  );
  if (wrong) {
    throw new LabError(
      'bad-edition',
      `The edition "${name}" gives training image ${wrong.image} the label ${wrong.label.join(', ')}, which ${summary.name} does not have.`,
      'Nothing was changed or trained. The file may be damaged: export the edition again.',
    );
  }
}

function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 8)}…`;
}
