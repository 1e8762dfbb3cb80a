export function checkedOutCommit(root: string): string | null;
export function differsFromCommit(root: string, paths: readonly string[]): boolean;
export function commitDate(root: string, commit: string): string;
