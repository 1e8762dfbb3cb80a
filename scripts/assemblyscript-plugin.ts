import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';
import { writeWhole } from './write-whole.ts';

const PREFIX = 'virtual:simd-kernels/';
/** With relaxed SIMD or without, for a memory that threads share or for one that they do not. */
const VARIANTS = {
  relaxed: { relaxed: 1, shared: true },
  plain: { relaxed: 0, shared: true },
  'relaxed-unshared': { relaxed: 1, shared: false },
  'plain-unshared': { relaxed: 0, shared: false },
} as const;
type Variant = keyof typeof VARIANTS;

const SOURCES = resolve(import.meta.dirname, '../src/kernels/simd/assembly');
const CACHE = resolve(import.meta.dirname, '../node_modules/.cache/simd-kernels');

/**
 * Compiles the AssemblyScript kernels and serves them as `virtual:simd-kernels/relaxed`, `…/plain`,
 * `…/relaxed-unshared` and `…/plain-unshared`, modules whose default export is the bytes of the WebAssembly module (a
 * few kilobytes, so inlining them spares the worker a request and works in every mode of Vite alike).
 */
export function assemblyScript(): Plugin {
  return {
    name: 'assemblyscript',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const variant = id.slice(PREFIX.length + 1);
      if (!isVariant(variant)) throw new Error(`No build of the kernels is called ${variant}`);
      const sources = await readSources();
      for (const name of sources.keys()) this.addWatchFile(join(SOURCES, name));
      const wasm = await compile(sources, variant);
      return `const text = atob(${JSON.stringify(Buffer.from(wasm).toString('base64'))});
export default Uint8Array.from(text, (character) => character.charCodeAt(0));`;
    },
  };
}

function isVariant(name: string): name is Variant {
  return Object.hasOwn(VARIANTS, name);
}

async function readSources(): Promise<Map<string, string>> {
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.ts')).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(SOURCES, name), 'utf8')] as const),
    ),
  );
}

/** The compiler needs seconds, and tests, dev server and build all ask: the result is kept by the sources' hash. */
async function compile(sources: ReadonlyMap<string, string>, variant: Variant): Promise<Uint8Array> {
  const { relaxed, shared } = VARIANTS[variant];
  const options = [
    ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', ...(shared ? ['--sharedMemory'] : [])],
    ...['--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'threads,simd,relaxed-simd'],
    ...['--disableWarning', '--use', `RELAXED=${relaxed}`],
  ];
  const key = createHash('sha256')
    .update(JSON.stringify([asc.version, options, ...sources]))
    .digest('hex');
  const cached = join(CACHE, `${key}.wasm`);
  try {
    return await readFile(cached);
  } catch {
    // Not compiled yet.
  }
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...options], {
    readFile: (name: string) => sources.get(name) ?? null,
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name === 'kernels.wasm' && typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm)
    throw new Error(`AssemblyScript: ${error?.message ?? 'no output'}\n${stderr.toString()}`);
  await mkdir(CACHE, { recursive: true });
  // Whole or not at all: half a module under this name would be taken for the kernels ever after.
  writeWhole(cached, wasm);
  return wasm;
}
