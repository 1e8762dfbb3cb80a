import type { ShardStore } from '../../lab/dataset.ts';
import { shardIndex } from './format.ts';

/**
 * Folder of the shard stores on the page's server. Workers of the built app lie in `assets/`, one folder below the page;
 * the development server serves from its root.
 */
export function shardsUrl(): URL {
  return new URL(import.meta.env.DEV ? '/data/' : '../data/', globalThis.location.href);
}

/** The stores that the server offers; none where it has no list of them, as when nobody ran `npm run shards`. */
export async function listShardStores(url = shardsUrl()): Promise<ShardStore[]> {
  try {
    const response = await fetch(new URL('index.json', url));
    // A server of a single-page app answers with its page: that fails as JSON, and so counts as no list.
    return response.ok ? shardIndex.parse(await response.json()) : [];
  } catch {
    return [];
  }
}
