import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { formatBytes } from '../src/lab/format-bytes.ts';
import { describeError } from '../src/lab/lab-error.ts';
import { EXIT } from './exit-codes.ts';
import { takeLock } from './file-lock.ts';
import { UsageError } from './usage-error.ts';
import { writeIndex, writeStore } from './zarr-store.ts';

const DEFAULT_DIRECTORY = fileURLToPath(new URL('../public/data', import.meta.url));

const program = new Command('shards')
  .description('Cuts .npz files of the MedMNIST layout into Zarr v3 stores that the page streams.')
  .argument('<files...>', '.npz files')
  .option('--out <folder>', 'where the stores go', DEFAULT_DIRECTORY)
  .addHelpText(
    'after',
    '\nEach file becomes <folder>/<name>.zarr; index.json lists all stores of the folder.\n' +
      'Exit codes: 0 all written, 1 a file could not be used or written (the others are there), 2 bad arguments, ' +
      'or a folder that another process writes to.',
  )
  .exitOverride();

/** @returns whether the file could be used */
async function writeShards(path: string, directory: string): Promise<boolean> {
  const fileName = basename(path);
  try {
    const bytes = await readFile(path);
    const dataset = await loadNpz(new Blob([bytes]), fileName, `file ${fileName}`, {
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    const md5 = createHash('md5').update(bytes).digest('hex');
    const store = `${fileName.replace(/\.npz$/i, '')}.zarr`;
    const written = await writeStore(directory, store, dataset, fileName, md5);
    console.log(`${join(directory, store)}: ${dataset.summary.name}, ${formatBytes(written)}`);
    return true;
  } catch (error) {
    const { message, remedy } = describeError(error);
    console.error(`${path}: ${message}${error instanceof Error && 'remedy' in error ? ` ${remedy}` : ''}`);
    return false;
  }
}

async function main(): Promise<number> {
  program.parse();
  const { out } = program.opts<{ out: string }>();
  await mkdir(out, { recursive: true });
  const lock = takeLock(join(out, 'lab.lock'), `The folder ${out}`);
  try {
    let allUsed = true;
    for (const path of program.args) allUsed = (await writeShards(path, out)) && allUsed;
    await writeIndex(out);
    return allUsed ? EXIT.finished : EXIT.failed;
  } finally {
    lock.release();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has told what is wrong with the arguments; its help is no error.
    process.exitCode = error.exitCode === 0 ? EXIT.finished : EXIT.usage;
  } else {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}
