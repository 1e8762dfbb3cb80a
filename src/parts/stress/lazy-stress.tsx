import { lazyPart } from '../../ui/lazy-part.tsx';

/** Fetched when it is first drawn: most visits stress nothing. */
export const LazyStress = lazyPart(() =>
  import('./stress-section.tsx').then((module) => module.StressSection),
);
