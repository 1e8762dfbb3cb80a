import * as Comlink from 'comlink';
import type { ImportOptions } from '../lab/import/options.ts';
import { describeError } from '../lab/lab-error.ts';
import type { PageModel } from '../lab/own-page/page-model.ts';
import { borrowThread } from '../worker/borrow-thread.ts';
import { OwnModel, type PageHeat, type PageNeighbour } from './own-model.ts';

/** What the page asks of its worker; each rejects with an Error in words for a person. */
export interface OwnPageWorker {
  load(folder: string): Promise<PageModel>;
  read(file: Blob, square: ImportOptions['square']): Promise<Uint8Array>;
  sample(place: number): Promise<Uint8Array>;
  scores(image: Uint8Array): Promise<readonly number[]>;
  heat(image: Uint8Array, output: number, direction: 1 | -1): Promise<PageHeat>;
  nearest(image: Uint8Array, count: number): Promise<readonly PageNeighbour[]>;
}

let model: Promise<OwnModel> | null = null;

const worker: OwnPageWorker = {
  load: (folder) =>
    told(async () => {
      model = OwnModel.load(folder, borrowThread);
      return (await model).about();
    }),
  read: (file, square) => told(async () => (await model!).read(file, square)),
  sample: (place) => told(async () => (await model!).sample(place)),
  scores: (image) => told(async () => (await model!).scores(image)),
  heat: (image, output, direction) => told(async () => (await model!).heat(image, output, direction)),
  nearest: (image, count) => told(async () => (await model!).nearest(image, count)),
};

/** Comlink carries no class of error across. */
async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message, remedy } = describeError(error);
    throw new Error(code === 'internal' ? message : `${message} ${remedy}`);
  }
}

Comlink.expose(worker);
