/** Written by scripts/build-facts-plugin.ts when the lab is built. */
declare module 'virtual:build-facts' {
  export const BUILD: import('./lab/build-facts.ts').BuildFacts;
}
