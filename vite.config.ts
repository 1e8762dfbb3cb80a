import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { assemblyScript } from './scripts/assemblyscript-plugin.ts';

/** Cross-origin isolation: SharedArrayBuffer, and so the threads of the `simd` backend, need both headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // Relative addresses, so that the built folder works under any path of a static host.
  base: './',
  plugins: [react(), assemblyScript()],
  server: { headers: isolation },
  preview: { headers: isolation, port: 4173 },
  worker: { format: 'es', plugins: () => [assemblyScript()] },
  build: { target: 'es2023', chunkSizeWarningLimit: 2000 },
});
