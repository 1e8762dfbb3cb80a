import { lazyPart } from '../../ui/lazy-part.tsx';

/** Fetched when the data are looked at. */
export const LazyWrongLabels = lazyPart(() =>
  import('./wrong-labels.tsx').then((module) => module.WrongLabels),
);
