import type { DatasetRequest, DatasetSummary, ImageSize } from '../dataset.ts';
import { phantomSettings } from '../phantom-settings.ts';
import { z } from '../zod.ts';

/** Which data a recipe is about, in a form that fits into a link. */
export const datasetReference = z.discriminatedUnion('kind', [
  phantomSettings.extend({ kind: z.literal('phantom') }),
  z.object({
    kind: z.literal('catalogue'),
    id: z.string(),
    size: z.union([z.literal(28), z.literal(64), z.literal(128), z.literal(224)]).default(28),
  }),
  z.object({ kind: z.literal('custom'), name: z.string(), fingerprint: z.string() }),
]);

export type DatasetReference = z.infer<typeof datasetReference>;

/** The key of the loaded set that a reference asks for; see DatasetSummary.key. */
export function datasetKey(reference: DatasetReference): string {
  switch (reference.kind) {
    case 'phantom': {
      const { shape, images, positiveFraction, labelNoise, seed } = reference;
      return `phantom:${shape}-${images}-${positiveFraction}-${labelNoise}-${seed}`;
    }
    case 'catalogue':
      return catalogueKey(reference.id, reference.size);
    case 'custom':
      return customKey(reference.fingerprint);
  }
}

export function catalogueKey(id: string, size: ImageSize): string {
  return `${id}@${size}`;
}

export function customKey(fingerprint: string): string {
  return `custom:${fingerprint.slice(0, 16)}`;
}

/** What a recipe says of the set that such a request has loaded. */
export function referenceOf(dataset: DatasetSummary, request: DatasetRequest<unknown>): DatasetReference {
  if (request.kind === 'phantom') return { kind: 'phantom', ...request.settings };
  if (
    dataset.catalogueId !== null &&
    dataset.key === catalogueKey(dataset.catalogueId, dataset.size as ImageSize)
  ) {
    return { kind: 'catalogue', id: dataset.catalogueId, size: dataset.size as ImageSize };
  }
  return { kind: 'custom', name: dataset.name, fingerprint: dataset.fingerprint };
}
