import type { StaticServer } from './static-server.mjs';

export function serveLab(folders: readonly string[], mayOpen: boolean): Promise<void>;
export function serveLocalhost(folders: readonly string[], port: number): Promise<StaticServer>;
