import { count, objectSchema } from '../object-schema.ts';
import { versions } from '../run-record-schema.ts';
import { z } from '../zod.ts';
import {
  type AdapterDescription,
  BENCH_BACKENDS,
  type BenchEnvironment,
  type BenchOmission,
  DEVICE_REPORT_VERSION,
  type DeviceReport,
  type Roofline,
} from './device-report.ts';
import { BASELINES, type BenchEntry } from './entry.ts';

const adapter = objectSchema<AdapterDescription>({
  vendor: z.string(),
  architecture: z.string(),
  device: z.string(),
  description: z.string(),
  software: z.boolean(),
  features: z.array(z.string()),
  limits: z.record(z.string(), z.number()),
});

const environment = objectSchema<BenchEnvironment>({
  adapter: adapter.nullable(),
  userAgent: z.string(),
  hardwareConcurrency: z.int().min(1),
  deviceMemory: z.number().nullable(),
  crossOriginIsolated: z.boolean(),
  simd: z.strictObject({ threads: z.int().min(1), reason: z.string().nullable() }).nullable(),
  versions,
});

const entry = objectSchema<BenchEntry>({
  name: z.string(),
  backend: z.string(),
  value: z.number(),
  unit: z.string(),
  spread: z.tuple([z.number(), z.number()]),
  samples: count,
  threads: count,
  detail: z.string(),
  ratios: z.partialRecord(z.enum(BASELINES), z.number()) as z.ZodType<BenchEntry['ratios']>,
  counts: z.record(z.string(), z.number()).optional(),
});

const omission = objectSchema<BenchOmission>({
  name: z.string(),
  backend: z.enum(BENCH_BACKENDS),
  kind: z.enum(['failed', 'too-slow', 'no-time']),
  reason: z.string(),
});

const roofline = objectSchema<Roofline>({ peak: z.number(), bandwidth: z.number() });

/** What was measured at an earlier visit, read whole before it is shown. */
export const deviceReportSchema = objectSchema<DeviceReport>({
  version: z.literal(DEVICE_REPORT_VERSION),
  date: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'Expected a date'),
  thoroughness: z.enum(['quick', 'thorough']),
  complete: z.boolean(),
  environment: environment.nullable(),
  roofline: z.partialRecord(z.enum(['webgpu', 'simd']), roofline) as z.ZodType<DeviceReport['roofline']>,
  entries: z.array(entry),
  omissions: z.array(omission),
});
