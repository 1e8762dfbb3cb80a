export const SOFTWARE_ADAPTER_FLAGS: string[];
export const CHROMIUM_FLAGS: string[];
export function findBrowser(): string | undefined;
export function findLightBrowser(): string | undefined;
export function loadPlaywright(): typeof import('playwright');
