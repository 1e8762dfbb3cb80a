export const SOURCES: readonly string[];
export const APP_FOLDERS: readonly string[];
export function buildAppIfStale(onBuild: () => void): Promise<void>;
