/** Words by which adapters that compute on the processor call themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

/** Features that our kernels can use; each is asked for where the adapter has it. */
const WISHES: readonly GPUFeatureName[] = ['subgroups', 'shader-f16', 'timestamp-query'];

/** Limits that are raised to what the adapter has: the defaults are those of the smallest phones. */
const RAISED = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

export function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
}

/** Whether the adapter computes on the processor: it is slower there than the simd backend. */
export function isSoftwareAdapter(info: GPUAdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || SOFTWARE.test(words);
}

/** The adapter that the backend runs on, or null where there is none. */
export async function requestWebgpuAdapter(): Promise<GPUAdapter | null> {
  // TypeScript believes that every browser has WebGPU.
  const gpu = navigator.gpu as GPU | undefined;
  return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
}

/** A device with all that the adapter offers of what we can use. */
export async function requestWebgpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredFeatures: WISHES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(RAISED.map((limit) => [limit, adapter.limits[limit]])),
  });
}
