import { createRoot, type Root } from 'react-dom/client';

/** In a module of its own: the build reads it, and with it the larger part of React, ahead of the page's own (vite.config.ts). */
export function pageRoot(): Root {
  return createRoot(document.getElementById('root')!);
}
