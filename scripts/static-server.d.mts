export interface StaticServer {
  readonly port: number;
  close(): Promise<void>;
}
export function serveFolders(
  folders: readonly string[],
  at?: {
    readonly port?: number;
    readonly hosts?: readonly string[];
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<StaticServer>;
/** Cache-Control of a path. */
export function cacheRule(path: string): string;
