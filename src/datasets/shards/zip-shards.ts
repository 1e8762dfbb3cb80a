import type { Dataset } from '../../lab/dataset.ts';
import { breathe } from '../cancellation.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { ZipWriter } from '../zip-writer.ts';
import {
  chunkBytes,
  chunkCount,
  chunkKey,
  groupMetadata,
  jsonText,
  shardArrays,
  shardAttributesOf,
} from './format.ts';

/**
 * A set as a Zarr v3 store in a zip: unpacked into the folder `data` beside a lab, it is streamed from there
 * (`index.json` lists it).
 *
 * @param store name of its folder, ending in .zarr
 * @throws LabError `cancelled`, `too-large`
 */
export async function zipShards(
  dataset: Dataset,
  store: string,
  { signal, onProgress }: Pick<LoadContext, 'signal' | 'onProgress'>,
): Promise<File> {
  const { summary } = dataset;
  const arrays = shardArrays(dataset);
  const report = createProgress(
    onProgress,
    'writing',
    arrays.reduce((sum, { data }) => sum + data.length, 0),
  );
  let [packed, done] = [0, 0];
  const zip = new ZipWriter(signal, (bytes) => {
    packed = bytes;
  });
  const addText = (path: string, value: unknown) => zip.add(path, new TextEncoder().encode(jsonText(value)));
  await addText(`${store}/zarr.json`, groupMetadata(shardAttributesOf(dataset, summary.origin, null)));
  for (const array of arrays) {
    await addText(`${store}/${array.name}/zarr.json`, array.metadata);
    for (let chunk = 0; chunk < chunkCount(array); chunk++) {
      const bytes = chunkBytes(array, chunk);
      await zip.add(`${store}/${array.name}/${chunkKey(array, chunk)}`, await gzipped(bytes));
      done += bytes.length;
      report(done);
      await breathe(signal);
    }
  }
  await addText('index.json', [{ store, name: `${summary.name} (${summary.size})`, bytes: packed }]);
  return zip.end(`${store}.zip`);
}

/** By the platform, which does it outside of the thread's own turn. */
async function gzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return new Uint8Array(await new Response(stream.pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}
