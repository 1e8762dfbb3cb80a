import type { Plugin } from 'vite';

/**
 * Has a chunk that the page's scripts import run as soon as it is there, before they are: its link in the built index.html
 * becomes a script of its own, ahead of the others.
 *
 * @param chunk name of the chunk
 */
export function firstScript(chunk: string): Plugin {
  const link = new RegExp(`\\s*<link rel="modulepreload" crossorigin href="([^"]*/${chunk}-[^"]+)">`);
  return {
    name: 'first-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const address = link.exec(html)?.[1];
        if (!address) throw new Error(`index.html names no chunk ${chunk}`);
        // Asynchronous, or it would wait for the styles.
        const script = `<script type="module" async crossorigin src="${address}"></script>`;
        return html.replace(link, '').replace('<script', `${script}\n    <script`);
      },
    },
  };
}
