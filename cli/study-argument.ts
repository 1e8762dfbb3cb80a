import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CATALOGUE, officialFileName } from '../src/lab/catalogue/catalogue.ts';
import { lessonGiven, readClassLink } from '../src/lab/classroom/class-link.ts';
import { studentStudy } from '../src/lab/classroom/student-study.ts';
import type { ImageSize } from '../src/lab/dataset.ts';
import { LabError } from '../src/lab/lab-error.ts';
import type { DatasetReference } from '../src/lab/recipe/dataset-reference.ts';
import { assignByPath } from '../src/lab/recipe/parse.ts';
import { expandStudy } from '../src/lab/study/expand.ts';
import { studyFromLink } from '../src/lab/study/link.ts';
import { onPhantoms } from '../src/lab/study/on-phantoms.ts';
import { findPreset, STUDY_PRESETS } from '../src/lab/study/presets.ts';
import { parseStudy, type Study } from '../src/lab/study/study.ts';
import { TRANSFER_STUDY, transferStudy } from '../src/lab/study/transfer-study.ts';
import type { DataArgument } from './data-argument.ts';
import { type StartFile, StartFiles } from './start-argument.ts';
import { UsageError } from './usage-error.ts';

const PRESET = 'preset:';

/** Of which phantoms take the shape. */
const PNEUMONIA: DatasetReference = { kind: 'catalogue', id: 'pneumoniamnist', size: 28 };

/** What changes a study on the command line. */
export interface StudyChanges {
  /** Assignments to the recipe that all cells share. */
  readonly set: readonly string[];
  readonly seeds?: string;
  /** A student's number in a class, which becomes the seed. */
  readonly number?: string;
  /** Catalogue ids or keys of the data sets that are to be kept. */
  readonly datasets?: string;
  /** Puts the study on phantoms in the shape of its sets; a text says how many images each has. */
  readonly phantoms?: string | true;
  /** Files of weights that the study may start from; `preset:transfer` takes the first. */
  readonly start?: readonly string[];
}

/**
 * The study of a file, of the link of a class, or of `preset:ID` on the first of the data, with the changes applied.
 *
 * @param starts gains the files of weights that the study names
 * @throws UsageError naming what does not fit
 */
export function readStudyArgument(
  text: string,
  data: readonly DataArgument[],
  changes: StudyChanges,
  starts = new StartFiles(),
): Study {
  try {
    const given = (changes.start ?? []).map((file) => starts.add(file));
    const link = readClassLink(text);
    if (link && lessonGiven(link.word)) {
      throw new UsageError(
        'That is the link of a lesson: a class does it on the page, so open it in a browser. Here a class trains a study.',
      );
    }
    const study = link
      ? studyFromLink(link.word)
      : text.startsWith(PRESET)
        ? presetStudy(text.slice(PRESET.length), data, changes.phantoms !== undefined, given[0])
        : parseStudy(starts.resolved(readJson(text), text));
    const number = changes.number === undefined ? (link?.number ?? null) : Number(changes.number);
    if (link && number === null) throw new UsageError('The link of a class asks for --number.');
    const base = changes.set.reduce<object>(assignByPath, study.base);
    const seeds = changes.seeds === undefined ? study.seeds : changes.seeds.split(',').map(Number);
    const changed = parseStudy({ ...study, base, seeds });
    const kept =
      changes.datasets === undefined ? changed : keepDatasets(changed, changes.datasets.split(','));
    const placed = changes.phantoms === undefined ? kept : onPhantoms(kept, imagesOf(changes.phantoms));
    return number === null ? placed : studentStudy(placed, number);
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
}

function imagesOf(text: string | true): number | undefined {
  return text === true ? undefined : Number(text);
}

/** On phantoms it needs no data: they take the shape of a set. */
function presetStudy(
  id: string,
  data: readonly DataArgument[],
  isOnPhantoms: boolean,
  start: StartFile | undefined,
): Study {
  const [first] = data;
  if (id === TRANSFER_STUDY.id) {
    if (!start) throw new UsageError(`The preset ${id} needs --start, the weights of another set.`);
    if (!first && !isOnPhantoms) throw new UsageError(`The preset ${id} needs --data.`);
    return transferStudy(first ? referenceOf(first) : PNEUMONIA, start.start, start.facts);
  }
  const preset = findPreset(id);
  if (!preset) {
    throw new UsageError(
      `There is no preset "${id}". There are: ${[...STUDY_PRESETS, TRANSFER_STUDY].map((known) => known.id).join(', ')}.`,
    );
  }
  if (preset.usesLoadedData && !first && !isOnPhantoms)
    throw new UsageError(`The preset ${id} needs --data.`);
  return preset.create(first ? referenceOf(first) : PNEUMONIA);
}

/** How a recipe names the data, from the argument alone. */
function referenceOf(data: DataArgument): DatasetReference {
  if (data.kind === 'file') {
    const name = basename(data.path);
    for (const { id, md5 } of CATALOGUE) {
      const size = (Object.keys(md5).map(Number) as ImageSize[]).find(
        (candidate) => officialFileName(id, candidate) === name,
      );
      if (size) return { kind: 'catalogue', id, size };
    }
    throw new UsageError(
      `A preset cannot tell which set ${name} is. Write a study file whose base names it: {"dataset": {"kind": "custom", "name": …, "fingerprint": …}}.`,
    );
  }
  const { request } = data;
  if (request.kind === 'phantom') return { kind: 'phantom', ...request.settings };
  if (request.kind === 'zenodo') return { kind: 'catalogue', id: request.id, size: request.size };
  throw new UsageError('A preset needs a file, the id of a set, or a phantom.');
}

/** Leaves out the levels whose cells are all on other sets. */
function keepDatasets(study: Study, wanted: readonly string[]): Study {
  const { cells } = expandStudy(study);
  const isWanted = (block: string) => wanted.some((name) => block === name || block.split('@')[0] === name);
  const kept = cells.filter(({ block }) => isWanted(block));
  if (kept.length === 0) {
    const known = [...new Set(cells.map(({ block }) => block))];
    throw new UsageError(`No cell is on ${wanted.join(', ')}; the study is about ${known.join(', ')}.`);
  }
  const factors = study.factors.map((factor) =>
    'levels' in factor
      ? {
          ...factor,
          levels: factor.levels.filter(({ label }) =>
            kept.some(({ levels }) => levels[factor.name] === label),
          ),
        }
      : factor,
  );
  return parseStudy({ ...study, factors });
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    // A study.json that a run wrote holds the study and more.
    return data !== null && typeof data === 'object' && 'study' in data ? data.study : data;
  } catch (cause) {
    throw new UsageError(`The study ${file} cannot be read: ${(cause as Error).message}`);
  }
}
