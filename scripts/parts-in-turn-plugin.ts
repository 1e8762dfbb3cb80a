import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const ENTRY = /\s*<script type="module" crossorigin src="\.\/(assets\/index-[^"]+)"><\/script>/;

/**
 * Has the page's first scripts read one after the other, each in a task of its own, where a browser reads an entry and all that
 * it imports in one, in which nothing can be pressed: 70 ms here, 300 on a phone. Where a first visit has its sight in
 * index.html (first-sight-plugin.ts) they begin once that is on the screen.
 */
export function partsInTurn(): Plugin {
  let begin = '';
  return {
    name: 'parts-in-turn',
    apply: 'build',
    generateBundle(_, bundle) {
      if (this.environment.config.isWorker) return;
      const parts = inTurn(bundle).map((part) => `./${basename(part)}`);
      const source = `(${readInTurn})(${JSON.stringify(parts)}, (part) => import(part));\n`;
      const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
      begin = `assets/begin-${hash}.js`;
      this.emitFile({ type: 'asset', fileName: begin, source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const entry = ENTRY.exec(html);
        if (!entry) throw new Error('index.html names no entry.');
        return html.replace(
          entry[0],
          `\n    <script type="module" crossorigin src="./${begin}"></script>\n    <link rel="modulepreload" crossorigin href="./${entry[1]}">`,
        );
      },
    },
  };
}

/** The entry and all chunks that it imports at once, those first that others need. */
function inTurn(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || visited.has(name)) return;
    visited.add(name);
    chunk.imports.forEach(visit);
    found.add(name);
  };
  for (const file of Object.values(bundle)) if (file.type === 'chunk' && file.isEntry) visit(file.fileName);
  return [...found];
}

/** Runs in the page. Carries all it needs, as it travels as text. */
async function readInTurn(parts: readonly string[], read: (part: string) => Promise<unknown>): Promise<void> {
  if (!('knownVisit' in document.documentElement.dataset)) {
    // By a timer where the page lies behind others, and is not drawn.
    await new Promise((resolve) => [requestAnimationFrame(resolve), setTimeout(resolve, 300)]);
  }
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve));
    await read(part);
  }
}
