/**
 * Switched off in Dawn, Chromium's WebGPU, where the driver computes on the processor. WGSL has workgroup memory begin as
 * zeros; the extension leaves that to the driver, and SwiftShader compiles a store for every single number: 14.4 s for the 52
 * programs of a network, 2.7 s where Dawn's own loop writes the zeros.
 */
export const OFF_ON_PROCESSOR = 'use_vulkan_zero_initialize_workgroup_memory_extension';
