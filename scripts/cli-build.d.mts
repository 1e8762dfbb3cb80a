import type { Plugin } from 'vite';

export function bundleCliIfStale(): Promise<string>;
export function bundleIfStale(name: string, entry: string, plugins?: Plugin[]): Promise<string>;
