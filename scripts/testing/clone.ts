import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** Programs that would change the machine; here each only notes that it was called. */
const HARMFUL = ['npm', 'npx', 'apt-get', 'sudo', 'xdg-open'];

export interface Ended {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly out: string;
  readonly said: string;
}

/** A copy of the project's scripts beside a fake Vite and fakes of all that installs something. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), 'lab-clone-'));
  readonly #bin = join(this.root, 'fake-bin');
  readonly #calls = join(this.root, 'calls.txt');

  constructor() {
    cpSync(join(ROOT, 'scripts'), join(this.root, 'scripts'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(this.root, file));
    mkdirSync(join(this.root, 'src'));
    writeFileSync(join(this.root, 'src/page.ts'), '');
    this.#linkPackages();
    mkdirSync(this.#bin);
    for (const name of HARMFUL) this.fake(name, 'exit 1');
  }

  /** A program that notes its arguments in {@link calls}, and then does as the shell lines say. */
  fake(name: string, ...lines: readonly string[]): void {
    const file = join(this.#bin, name);
    writeFileSync(file, ['#!/bin/sh', `echo "${name} $*" >> '${this.#calls}'`, ...lines, ''].join('\n'));
    chmodSync(file, 0o755);
  }

  /** What was called so far, in order. */
  calls(): string[] {
    return existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8').trimEnd().split('\n') : [];
  }

  run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.root,
      env: this.#environment(environment),
      encoding: 'utf8',
    });
    return { code: status, out: stdout, said: stderr };
  }

  /** Runs until its standard output has a match; then it is ended. */
  async runUntil(
    pattern: RegExp,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    meanwhile: (match: RegExpMatchArray) => Promise<void> = () => Promise.resolve(),
  ): Promise<Ended> {
    const child = spawn(process.execPath, args, { cwd: this.root, env: this.#environment(environment) });
    let [out, said] = ['', ''];
    child.stderr.on('data', (data) => {
      said += data;
    });
    const closed = new Promise<number | null>((done) => child.once('close', done));
    const matched = new Promise<RegExpMatchArray | null>((done) => {
      child.stdout.on('data', (data) => {
        out += data;
        const match = out.match(pattern);
        if (match) done(match);
      });
      void closed.then(() => done(null));
    });
    const match = await matched;
    if (match) await meanwhile(match);
    child.kill();
    return { code: await closed, out, said };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Nothing of the machine's own but its programs: neither a desktop nor settings of the one who tests. */
  #environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { PATH: `${this.#bin}${delimiter}${process.env.PATH}`, HOME: this.root, ...more };
  }

  #linkPackages(): void {
    const packages = join(this.root, 'node_modules');
    mkdirSync(packages);
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name !== 'vite' && name !== '.cache') {
        symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
      }
    }
    const vite = join(packages, 'vite');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/vite/package.json'), 'utf8'));
    mkdirSync(vite);
    symlinkSync(join(ROOT, 'node_modules/vite/node_modules'), join(vite, 'node_modules'));
    writeFileSync(
      join(vite, 'package.json'),
      JSON.stringify({ name: 'vite', version, type: 'module', exports: './index.js' }),
    );
    writeFileSync(
      join(vite, 'index.js'),
      `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('calls.txt', 'vite is loaded\\n');
export async function build({ build: { outDir } }) {
  mkdirSync(outDir + '/assets', { recursive: true });
  writeFileSync(outDir + '/build.json', '{ "commit": null }');
  writeFileSync(outDir + '/index.html', '<title>The lab</title>');
  writeFileSync(outDir + '/assets/page-1234.js', 'lab()');
}
`,
    );
  }
}
