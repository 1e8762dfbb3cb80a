import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { virtualModules } from './virtual-modules.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ROOM = '<div id="root"></div>';

/** What src/app/first-sight.tsx gives. */
interface Drawing {
  readonly drawFirstSight: () => Promise<string>;
  readonly FIRST_MINUTE_KEY: string;
}

/**
 * Writes into the built index.html what a first visit sees, drawn by the page's own parts, so that it stands there while the
 * scripts are on their way, which on a phone's line takes two seconds. React puts the page in its place. Until then nothing
 * of it can be pressed or reached, and where this is no first visit it is not shown.
 */
export function firstSight(): Plugin {
  let drawing: ReturnType<typeof draw> | undefined;
  const drawn = () => {
    drawing ??= draw();
    return drawing;
  };
  return {
    name: 'first-sight',
    apply: 'build',
    async generateBundle() {
      if (this.environment.config.isWorker) return;
      const { script, source } = await drawn();
      this.emitFile({ type: 'asset', fileName: script, source });
    },
    transformIndexHtml: {
      order: 'post',
      async handler(page, { bundle }) {
        const { html, script } = await drawn();
        const styles = Object.values(bundle ?? {})
          .map((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? String(file.source) : ''))
          .join('\n');
        for (const [, name] of html.matchAll(/[" ](_\w+_\w{5}_\d+)(?=[" ])/g)) {
          if (!styles.includes(`.${name}`)) throw new Error(`No style sheet knows the class ${name}.`);
        }
        if (!page.includes(ROOM)) throw new Error('index.html has no empty root.');
        return {
          html: page.replace(ROOM, () => `<div id="root"><div inert data-first-sight>${html}</div></div>`),
          // Not a module: the colours depend on it, so it runs ahead of the first paint.
          tags: [{ tag: 'script', attrs: { src: `./${script}` }, injectTo: 'head' }],
        };
      },
    },
  };
}

/** The first sight, and the script that belongs to it with its name, by which hosts may have it kept for good. */
async function draw(): Promise<{ html: string; script: string; source: string }> {
  const server = await createServer({
    ...{ configFile: false, root: ROOT, appType: 'custom', logLevel: 'error' },
    plugins: virtualModules(),
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { drawFirstSight, FIRST_MINUTE_KEY } = (await server.ssrLoadModule(
      '/src/app/first-sight.tsx',
    )) as unknown as Drawing;
    const source = `(${beforeSight})(${JSON.stringify(FIRST_MINUTE_KEY)});\n`;
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
    return { html: await drawFirstSight(), script: `assets/before-sight-${hash}.js`, source };
  } finally {
    await server.close();
  }
}

/**
 * Runs in the page: the colours that were chosen, or that the system has, and whether the first sight is to be seen. Carries all
 * it needs, as it travels as text.
 */
function beforeSight(key: string): void {
  const { dataset } = document.documentElement;
  const read = (name: string): string | null => {
    try {
      return localStorage.getItem(name);
    } catch {
      // Storage is switched off.
      return null;
    }
  };
  // Mantine's own name for it.
  const chosen = read('mantine-color-scheme-value');
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  dataset.mantineColorScheme = isDark ? 'dark' : 'light';
  const isPlain = /^(#?\/?|#\/train)$/.test(location.hash);
  if (!isPlain || (read(key) ?? '"runId":null').includes('"runId":"')) dataset.knownVisit = '';
}
