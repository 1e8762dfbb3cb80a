/** Flags of GPUBufferUsage and GPUMapMode by value: the names are missing where a browser has no WebGPU. */
export const STORAGE_USAGE = 0x80 | 0x08 | 0x04; // STORAGE, COPY_DST, COPY_SRC
export const QUERY_USAGE = 0x200 | 0x04; // QUERY_RESOLVE, COPY_SRC
export const READ_USAGE = 0x01 | 0x08; // MAP_READ, COPY_DST
export const UNIFORM_USAGE = 0x40 | 0x08; // UNIFORM, COPY_DST
export const MAP_READ_MODE = 0x01;
