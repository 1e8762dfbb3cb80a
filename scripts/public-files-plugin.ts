import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { PAGE_HEADERS } from './page-headers.mjs';

const PUBLIC = resolve(import.meta.dirname, '../public');

/**
 * Puts the files of public/ into the built folder, but not the shards of public/data, which may be of any size:
 * `npm run build` copies those that are chosen. With them comes `_headers`, by which Netlify and Cloudflare Pages are told
 * what to send.
 */
export function publicFiles(): Plugin {
  return {
    name: 'public-files',
    apply: 'build',
    config: () => ({ build: { copyPublicDir: false } }),
    generateBundle() {
      if (this.environment.config.isWorker) return;
      const files = readdirSync(PUBLIC, { withFileTypes: true }).filter((entry) => entry.isFile());
      for (const { name } of files) {
        this.emitFile({ type: 'asset', fileName: name, source: readFileSync(join(PUBLIC, name)) });
      }
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}

/** https://docs.netlify.com/routing/headers and https://developers.cloudflare.com/pages/configuration/headers */
function headersFile(): string {
  const everywhere = Object.entries(PAGE_HEADERS).map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...everywhere, '/assets/*', '  Cache-Control: public, max-age=31536000, immutable', ''].join(
    '\n',
  );
}
