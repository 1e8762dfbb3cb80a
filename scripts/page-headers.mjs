/** Cross-origin isolation: SharedArrayBuffer, and so the threads of the `simd` backend, need both headers. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

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

const policyOf = (directives) =>
  Object.entries(directives)
    .map((directive) => directive.join(' '))
    .join('; ');

export const CONTENT_SECURITY_POLICY = policyOf(DIRECTIVES);

/** The same for a page that a model is saved with: it asks nobody but its own folder. */
export const OWN_PAGE_POLICY = policyOf({ ...DIRECTIVES, 'connect-src': "'self'" });

/** What a server that can be told to sends with the page. A page's own policy does not reach its workers; a header does. */
export const PAGE_HEADERS = { ...ISOLATION_HEADERS, 'Content-Security-Policy': CONTENT_SECURITY_POLICY };
