import type { Attribute } from '../../lab/attributes/attribute.ts';
import { lab } from './lab.ts';

/** See LabWorker.attributes. */
export function attributesOfSet(datasetKey: string): Promise<readonly Attribute[]> {
  return lab.withWorker((remote) => remote.attributes(datasetKey));
}
