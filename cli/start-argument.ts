import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { START_INPUT_ID } from '../src/app/automation-types.ts';
import { readSafetensors } from '../src/lab/start/read-safetensors.ts';
import { MOST_START_NAME, type Start } from '../src/lab/start/start.ts';
import { factsOfWeights, type WeightsFacts } from '../src/lab/start/weights.ts';
import { digestWeights } from '../src/lab/start/weights-hash.ts';
import { giveFile } from './give-file.ts';
import { type LabPage, unwrap } from './lab-page.ts';
import { asUsageError, UsageError } from './usage-error.ts';

/** Weights on disk that runs can start from. */
export interface StartFile {
  readonly path: string;
  /** As a recipe names them. */
  readonly start: Pick<Start, 'weights' | 'name'>;
  readonly facts: WeightsFacts;
}

/** Where the weights of a run are written, beside its record. */
export function weightsBeside(record: string): string {
  return `${record}.safetensors`;
}

/**
 * Reads the weights of `--start`: a safetensors file, or the record of a run that was trained with `--weights`.
 *
 * @throws UsageError where there are none, or they are of no net of the lab
 */
export function readStartFile(text: string): StartFile {
  const isRecord = text.endsWith('.json');
  const path = resolve(isRecord ? weightsBeside(text) : text);
  if (!existsSync(path)) {
    throw new UsageError(
      isRecord
        ? `The weights of ${text} are not beside it, in ${path}: train it again with --weights.`
        : `There is no file ${path}.`,
    );
  }
  const weights = asUsageError(() => readSafetensors(readFileSync(path)));
  const name = (isRecord ? datasetOf(text) : null) ?? basename(path).replace(/\.safetensors$/, '');
  return {
    path,
    start: {
      weights: digestWeights(weights, createHash('sha256')),
      name: name.slice(0, MOST_START_NAME) || 'weights',
    },
    facts: factsOfWeights(weights),
  };
}

/** Weights are called after the set that they were trained on. */
function datasetOf(record: string): string | null {
  try {
    const { dataset } = JSON.parse(readFileSync(record, 'utf8')) as { dataset?: { name?: unknown } };
    return typeof dataset?.name === 'string' && dataset.name.trim() !== '' ? dataset.name.trim() : null;
  } catch {
    return null;
  }
}

/** Weights that are named by files in recipes and studies, each read once. */
export class StartFiles {
  private readonly byPath = new Map<string, StartFile>();

  get all(): readonly StartFile[] {
    return [...this.byPath.values()];
  }

  /** What a recipe starts from, where its weights are of a file. */
  find(start: Pick<Start, 'weights'> | null | undefined): StartFile | null {
    return this.all.find((file) => file.start.weights === start?.weights) ?? null;
  }

  /** @throws UsageError as {@link readStartFile} */
  add(text: string): StartFile {
    const path = resolve(text);
    const known = this.byPath.get(path) ?? readStartFile(path);
    this.byPath.set(path, known);
    return known;
  }

  /**
   * JSON in which every `"weights": "FILE.safetensors"` (or the record of a run) is the hash of what the file holds; paths
   * begin at the file that names them.
   *
   * @throws UsageError as {@link readStartFile}
   */
  resolved<Value>(value: Value, namedIn: string): Value {
    if (Array.isArray(value)) return value.map((one) => this.resolved(one, namedIn)) as Value;
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, one]) => [key, this.resolved(one, namedIn)]);
    const { weights, ...rest } = Object.fromEntries(entries) as Record<string, unknown>;
    if (typeof weights !== 'string' || !/\.(safetensors|json)$/.test(weights)) {
      return Object.fromEntries(entries) as Value;
    }
    return { ...this.add(resolve(dirname(namedIn), weights)).start, ...rest } as Value;
  }
}

/** Hands weights to the page, where runs can start from them. @throws PageError */
export async function giveStarts(lab: LabPage, starts: readonly StartFile[]): Promise<void> {
  for (const { path, start } of starts) {
    await giveFile(lab, START_INPUT_ID, path);
    unwrap(await lab.page.evaluate((name) => window.lab!.keepStart(name), start.name));
  }
}
