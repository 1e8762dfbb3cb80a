import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone } from './testing/clone.ts';

const READY = /http:\/\/localhost:(\d+)\//;
const START = ['-r', './scripts/require-node.cjs', 'scripts/start.mjs'];
const QUIETLY = [...START, '--no-open'];

let clone: Clone;

beforeEach(() => {
  clone = new Clone();
});

afterEach(() => clone.remove());

/** A program of somebody else's on a port of this machine. */
async function take(port: number): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    // Whoever else has it, it is taken.
    server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

describe('npm start', () => {
  it('needs no browser: nothing is installed, and what looks for one is not even read', async () => {
    for (const file of ['browser.mjs', 'install-browser.mjs']) rmSync(join(clone.root, 'scripts', file));
    const pages: string[] = [];
    await clone.runUntil(READY, QUIETLY, {}, async ([address]) => {
      pages.push(await (await fetch(address)).text());
    });
    expect(pages).toEqual(['<title>The lab</title>']);
    expect(clone.calls()).toEqual(['vite is loaded']);
  });

  it('builds where the build is missing or old, and loads Vite for nothing else', async () => {
    const first = await clone.runUntil(READY, QUIETLY);
    expect(first.said).toContain('Building the lab');
    const second = await clone.runUntil(READY, QUIETLY);
    expect(second.said).not.toContain('Building');
    expect(clone.calls()).toEqual(['vite is loaded']);
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(clone.root, 'src/page.ts'), later, later);
    await clone.runUntil(READY, QUIETLY);
    expect(clone.calls()).toEqual(['vite is loaded', 'vite is loaded']);
  });

  it('builds again for another commit, which the run records are to name', async () => {
    await clone.runUntil(READY, QUIETLY);
    writeFileSync(join(clone.root, 'dist/build.json'), JSON.stringify({ commit: 'a'.repeat(40) }));
    const { said } = await clone.runUntil(READY, QUIETLY);
    expect(said).toContain('Building the lab');
  });

  it('installs packages where they are others than those of the lock file, and says why', () => {
    rmSync(join(clone.root, 'node_modules/send'));
    const { code, said } = clone.run(QUIETLY);
    expect(clone.calls()).toEqual(['npm install --no-save --no-audit --no-fund']);
    expect(said).toMatch(/^Installing the lab's npm packages .* the page is built with them\./);
    expect(said).toContain('npm could not install the packages');
    expect(code).toBe(1);
  });

  it('takes another port where the usual one is taken, and says what that means', async () => {
    const free = await take(4173);
    try {
      const { out, said } = await clone.runUntil(READY, QUIETLY);
      expect(Number(out.match(READY)![1])).toBeGreaterThan(4173);
      expect(said).toContain('Port 4173 is taken');
    } finally {
      await free();
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'opens the page where there is a desktop, and only there',
    async () => {
      clone.fake('browser-of-the-person');
      // A desktop without a browser of its own, so that the opener asks $BROWSER.
      const person = {
        BROWSER: 'browser-of-the-person',
        XDG_DATA_DIRS: clone.root,
        XDG_CONFIG_DIRS: clone.root,
      };
      const opened = () => clone.calls().filter((call) => call.startsWith('browser-of-the-person'));
      const untilOpened = async () => {
        await expect.poll(opened, { timeout: 20_000 }).toHaveLength(1);
      };
      const { out } = await clone.runUntil(READY, START, { ...person, DISPLAY: ':99' }, untilOpened);
      expect(opened()).toEqual([`browser-of-the-person ${out.match(READY)![0]}`]);

      const moment = () => new Promise<void>((resolve) => setTimeout(resolve, 1500));
      await Promise.all([
        clone.runUntil(READY, QUIETLY, { ...person, DISPLAY: ':99' }, moment),
        clone.runUntil(READY, START, person, moment),
        clone.runUntil(READY, START, { ...person, DISPLAY: ':99', CI: 'true' }, moment),
        clone.runUntil(READY, START, { ...person, DISPLAY: ':99', SSH_CONNECTION: 'there' }, moment),
      ]);
      expect(opened()).toHaveLength(1);
    },
  );

  it('tells a wrong argument so before anything is done', () => {
    const { code, said } = clone.run([...START, '--browser']);
    expect(code).toBe(2);
    expect(said).toContain('Usage: npm start');
    expect(clone.calls()).toEqual([]);
  });
});

describe('a Node that is too old', () => {
  const asNode = (version: string) => {
    const preload = join(clone.root, 'as-another-node.cjs');
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    // A script that would say that it was reached.
    const reached = join(clone.root, 'reached.mjs');
    writeFileSync(reached, 'console.log("reached");');
    return clone.run(['-r', preload, '-r', './scripts/require-node.cjs', reached]);
  };

  it('is told so in plain words, and nothing is done', () => {
    for (const version of ['0.12.18', '8.17.0', '18.20.8', '20.18.3', '21.7.3', '22.11.0']) {
      const { code, said, out } = asNode(version);
      expect([version, code, out]).toEqual([version, 1, '']);
      expect(said).toContain(`20.19.0 or a later 20, or 22.12.0 or newer; this is ${version}.`);
    }
  });

  it('and one that is not goes on', () => {
    for (const version of ['20.19.0', '20.20.2', '22.12.0', '22.13.1', '24.0.0', '100.0.0']) {
      expect([version, asNode(version)]).toEqual([version, { code: 0, out: 'reached\n', said: '' }]);
    }
  });

  it('is told before each script that a person starts', async () => {
    const { scripts } = (await import('../package.json')) as unknown as { scripts: Record<string, string> };
    for (const name of ['start', 'build', 'test', 'lab']) {
      expect(scripts[name]).toMatch(/^node -r \.\/scripts\/require-node\.cjs /);
    }
  });
});
