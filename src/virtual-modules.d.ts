/** Written by scripts/build-facts-plugin.ts when the lab is built. */
declare module 'virtual:build-facts' {
  export const BUILD: import('./lab/build-facts.ts').BuildFacts;
}
/** Digest of the sources that compute, by scripts/arithmetic-plugin.ts. */
declare module 'virtual:arithmetic' {
  const digest: string;
  export default digest;
}
