export function softwareAdapterEnvironment(): Record<string, string> | null;
