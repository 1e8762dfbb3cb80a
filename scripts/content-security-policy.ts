import type { Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY } from './page-headers.mjs';

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
