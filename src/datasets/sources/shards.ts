import { loadShards } from '../shards/load-shards.ts';
import { shardsUrl } from '../shards/stores.ts';
import type { DatasetSource } from '../source.ts';

/** A Zarr store beside the page, whose pixels arrive after it was opened. */
export const shardsSource: DatasetSource<'shards'> = {
  kind: 'shards',
  load: ({ store }, context) => loadShards(new URL(`${encodeURIComponent(store)}/`, shardsUrl()), context),
};
