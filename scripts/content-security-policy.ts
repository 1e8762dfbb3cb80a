import type { Plugin } from 'vite';

/**
 * What the built page may load and run: its own files and nothing else, no text as script. WebAssembly is compiled
 * from bytes (the kernels, the hashes), which has a word of its own. Mantine and the charts style elements in place,
 * so styles may be inline. Data come from the page's own folder and from Zenodo.
 */
const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self' https://zenodo.org",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

export const CONTENT_SECURITY_POLICY = Object.entries(DIRECTIVES)
  .map((directive) => directive.join(' '))
  .join('; ');

/** Writes the policy into the built index.html, ahead of all that it rules; any static host then serves it. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    // The development server puts scripts of its own into the page.
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
