export const ISOLATION_HEADERS: Readonly<Record<string, string>>;
export const CONTENT_SECURITY_POLICY: string;
export const PAGE_HEADERS: Readonly<Record<string, string>>;
export const OWN_PAGE_POLICY: string;
