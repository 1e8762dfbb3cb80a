import { assembleDataset } from '../../datasets/assemble.ts';
import { findDuplicates } from '../../datasets/duplicates.ts';
import { describeData } from '../../datasets/notes.ts';
import { npzOf } from '../../datasets/npz/write-npz.ts';
import { zipShards } from '../../datasets/shards/zip-shards.ts';
import type { LoadContext } from '../../datasets/source.ts';
import { type Dataset, SPLITS } from '../../lab/dataset.ts';
import { type Edition, editionMark, editionText } from '../../lab/edition/edition.ts';
import { ONE_HOT_NOTE } from '../../lab/one-hot-note.ts';
import { applyEdition, editionNote } from '../../training/protocol/apply-edition.ts';
import type { SetFormat } from '../protocol.ts';
import { untilThere } from './trained-model.ts';

type Context = Pick<LoadContext, 'signal' | 'onProgress'>;

/**
 * A loaded set as a file for other programs, and for this one.
 *
 * @param edition that is applied; null: the set as it is
 * @param stem of the file's name
 * @throws LabError `bad-edition`, `cancelled`, `too-large`
 */
export async function saveSet(
  official: Dataset,
  edition: Edition | null,
  format: SetFormat,
  stem: string,
  context: Context,
): Promise<File> {
  for (const split of SPLITS) await untilThere(official, split);
  const said = await saidNotes(official, context.signal);
  const notes = edition ? [...said, editionNote(edition, official.splits.train.count)] : said;
  const dataset = edition ? await editionAsSet(official, edition, notes, context) : official;
  if (format === 'zarr') return await zipShards(dataset, `${stem}.zarr`, context);
  return await npzOf(dataset, notes, context);
}

/** Notes besides those that the data give by themselves, and whoever reads them finds anew. */
async function saidNotes({ splits, summary }: Dataset, signal: AbortSignal): Promise<readonly string[]> {
  const { task, classNames, dims, notes } = summary;
  const duplicates = await findDuplicates(splits, signal);
  const found = describeData(splits, { task, classes: classNames.length }, classNames, dims, duplicates);
  // The labels are read as they are: saving it so settles the question.
  return notes.filter((note) => note !== ONE_HOT_NOTE && !found.includes(note));
}

/** The edition as a set of its own, which says where it is from. */
async function editionAsSet(
  official: Dataset,
  edition: Edition,
  notes: readonly string[],
  context: Context,
): Promise<Dataset> {
  const { splits, summary } = applyEdition(official, edition);
  const gone = new Set(edition.train.leftOut);
  const attributes = official.attributes?.map((attribute) => ({
    ...attribute,
    codes: { ...attribute.codes, train: attribute.codes.train.filter((_, image) => !gone.has(image)) },
  }));
  const { task, classNames, name, licence, synthetic, origin, fingerprint, imported } = summary;
  const mark = editionMark(edition);
  const dataset = await assembleDataset(
    {
      ...{ key: null, catalogueId: null, classNames, licence, synthetic, notes },
      name: `${name}, ${editionText(mark)}`,
      origin: `${editionText(mark)}, digest ${mark.digest}, of ${name} with the fingerprint ${fingerprint.slice(0, 12)}; ${origin}`,
      ...(imported ? { imported } : {}),
    },
    summary,
    { task, classes: classNames.length },
    splits,
    context,
  );
  return attributes ? { ...dataset, attributes } : dataset;
}
