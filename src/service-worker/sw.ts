import type { WorkboxPlugin } from 'workbox-core/types.js';
import { addPlugins, cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { PAGE_HEADERS } from '../../scripts/page-headers.mjs';

declare const self: ServiceWorkerGlobalScope & {
  /** What the build puts in: the page's own files. */
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};

/**
 * Answers for the page's own files, so that it opens without the network, and with the headers that a host may not send:
 * cross-origin isolation, without which there is one thread, and the content security policy for the workers.
 */
const withPageHeaders: WorkboxPlugin = {
  handlerWillRespond: async ({ response }) => {
    // A redirect or an error is the host's own.
    if (response.status !== 200 || response.type === 'opaque') return response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  },
};

addPlugins([withPageHeaders]);
cleanupOutdatedCaches();
precacheAndRoute([...self.__WB_MANIFEST]);
