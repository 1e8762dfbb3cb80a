export function ensureBrowser(why: string, find?: () => string | undefined): void;
