import { attributeSchema } from '../../lab/attributes/attribute.ts';
import { type Dataset, type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import { importOptionsSchema } from '../../lab/import/options.ts';
import { labelBytes } from '../../lab/label-values.ts';
import { z } from '../../lab/zod.ts';

/**
 * How a set lies in a Zarr v3 store (specification: zarr-specs.readthedocs.io, v3 core): a group with the six arrays of
 * the official layout, uint8 (labels of more than 256 classes uint16), in chunks along the first axis; what is known of the set stands in the group's attributes.
 */

/** Uncompressed bytes of one chunk: small enough that training soon begins, large enough to compress and to ask for. */
const CHUNK_BYTES = 2 ** 19;

/** Name of our entry in the group's attributes. */
export const ATTRIBUTE = 'medmnist_lab';

const perSplit = <Value extends z.ZodType>(value: Value) =>
  z.object({ train: value, val: value, test: value } satisfies Record<Split, Value>);

/** What a store says of its set. */
export const shardAttributes = z.object({
  version: z.literal(1),
  key: z.string(),
  catalogueId: z.string().nullable(),
  name: z.string(),
  task: z.enum(['binary', 'multi-class', 'multi-label']),
  dims: z.union([z.literal(2), z.literal(3)]),
  size: z.int().min(1),
  channels: z.int().min(1),
  classNames: z.array(z.string()).min(2),
  counts: perSplit(z.int().min(1)),
  licence: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whether it is a phantom. */
  synthetic: z.boolean().default(false),
  /** Of a set that was imported. */
  imported: importOptionsSchema.optional(),
  /** MD5 of the .npz it was made of; null where it was made of a set in the lab. */
  md5: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  source: z.string(),
  notes: z.array(z.string()),
  /** What a table said of the images. */
  attributes: z.array(attributeSchema).optional(),
});
export type ShardAttributes = z.infer<typeof shardAttributes>;

/** @param source what the set is made of, for a person; @param md5 of that file, where it is one */
export function shardAttributesOf(
  { summary, attributes }: Pick<Dataset, 'summary' | 'attributes'>,
  source: string,
  md5: string | null,
): ShardAttributes {
  const { classCounts: _, origin: __, classNames, notes, ...kept } = summary;
  return {
    ...{ version: 1, ...kept, classNames: [...classNames], notes: [...notes], md5, source },
    ...(attributes ? { attributes: [...attributes] } : {}),
  };
}

const lengths = z.array(z.int().min(1)).min(1);

/** What must hold of any opened array before its edges can be compared with what is expected. */
export const arrayGeometry = z.object({ shape: lengths, chunks: lengths });

/** The codecs that a metadata document names; that of a group names none. */
export const arrayCodecs = z.object({ codecs: z.array(z.object({ name: z.string() })).optional() });

/** The list of stores that the page's server offers. */
export const shardIndex = z.array(z.object({ store: z.string(), name: z.string(), bytes: z.number() }));

/** Metadata document of an array (Zarr v3 core, "Array metadata"). */
export interface ArrayMetadata {
  readonly zarr_format: 3;
  readonly node_type: 'array';
  readonly shape: readonly number[];
  readonly data_type: 'uint8' | 'uint16';
  readonly chunk_grid: {
    readonly name: 'regular';
    readonly configuration: { readonly chunk_shape: readonly number[] };
  };
  readonly chunk_key_encoding: {
    readonly name: 'default';
    readonly configuration: { readonly separator: '/' };
  };
  readonly fill_value: 0;
  readonly codecs: readonly [
    { readonly name: 'bytes'; readonly configuration?: { readonly endian: 'little' } },
    { readonly name: 'gzip'; readonly configuration: { readonly level: number } },
  ];
  readonly dimension_names: readonly string[];
  readonly attributes: Readonly<Record<string, never>>;
}

export const GZIP_LEVEL = 6;

/** An array to write. */
export interface ShardArray {
  readonly name: `${Split}_${'images' | 'labels'}`;
  readonly metadata: ArrayMetadata;
  readonly data: Uint8Array;
}

export function groupMetadata(attributes: ShardAttributes) {
  return { zarr_format: 3, node_type: 'group', attributes: { [ATTRIBUTE]: attributes } } as const;
}

/** The six arrays of a set. Labels are one chunk; images have no axis for a single channel, as in the official files. */
export function shardArrays({ summary, splits }: Dataset): ShardArray[] {
  return SPLITS.flatMap((split): ShardArray[] => {
    const { count, images, labels } = splits[split];
    const { shape, dimensions } = imageAxes(summary);
    const chunkLength = Math.min(count, imagesPerChunk(images.length / count));
    const columns = labels.length / count;
    return [
      {
        name: `${split}_images`,
        metadata: arrayMetadata([count, ...shape], [chunkLength, ...shape], ['image', ...dimensions]),
        data: images,
      },
      {
        name: `${split}_labels`,
        metadata: arrayMetadata(
          [count, columns],
          [count, columns],
          ['image', 'label'],
          labels.BYTES_PER_ELEMENT,
        ),
        data: labelBytes(labels),
      },
    ];
  });
}

/**
 * Bytes of one chunk before the codecs. A chunk at the end of the array has the full shape too; what lies beyond the
 * array is zero (Zarr v3 core, "Regular grids").
 */
export function chunkBytes({ metadata, data }: ShardArray, chunk: number): Uint8Array {
  const [length] = metadata.chunk_grid.configuration.chunk_shape as [number];
  const [count] = metadata.shape as [number];
  const row = data.length / count;
  const bytes = new Uint8Array(length * row);
  bytes.set(data.subarray(chunk * length * row, (chunk + 1) * length * row));
  return bytes;
}

export function chunkCount({ metadata }: ShardArray): number {
  return Math.ceil(metadata.shape[0]! / metadata.chunk_grid.configuration.chunk_shape[0]!);
}

/** Key of a chunk along the first axis: `c/3/0/0` (Zarr v3, "default" chunk key encoding). */
export function chunkKey({ metadata }: Pick<ShardArray, 'metadata'>, chunk: number): string {
  return ['c', chunk, ...metadata.shape.slice(1).map(() => 0)].join('/');
}

function imagesPerChunk(imageBytes: number): number {
  return Math.max(1, Math.floor(CHUNK_BYTES / imageBytes));
}

function imageAxes({ dims, size, channels }: Pick<DatasetSummary, 'dims' | 'size' | 'channels'>) {
  const edges = dims === 3 ? ['z', 'y', 'x'] : ['y', 'x'];
  return {
    shape: [...edges.map(() => size), ...(channels > 1 ? [channels] : [])],
    dimensions: [...edges, ...(channels > 1 ? ['channel'] : [])],
  };
}

function arrayMetadata(
  shape: readonly number[],
  chunkShape: readonly number[],
  dimensionNames: readonly string[],
  width = 1,
): ArrayMetadata {
  return {
    zarr_format: 3,
    node_type: 'array',
    shape,
    data_type: width === 1 ? 'uint8' : 'uint16',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: chunkShape } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: 0,
    codecs: [
      { name: 'bytes', ...(width === 1 ? {} : { configuration: { endian: 'little' as const } }) },
      { name: 'gzip', configuration: { level: GZIP_LEVEL } },
    ],
    dimension_names: dimensionNames,
    attributes: {},
  };
}

/** A metadata document as it is written. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
