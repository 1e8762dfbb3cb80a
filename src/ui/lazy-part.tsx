import { type ComponentType, type FunctionComponent, use } from 'react';

/** What forgets that a part could not be fetched, for each part there is. */
const forgetters = new Set<() => void>();

/** Parts that could not be fetched are fetched anew when they are next drawn. */
export function fetchAgain(): void {
  for (const forget of forgetters) forget();
}

/**
 * A part of the page whose code is fetched when it is first drawn, or ahead of that by `preload`, which never rejects.
 * React's own `lazy` keeps a failure for good, and the router's reloads the page, which would end a run: this one throws
 * to the nearest boundary until {@link fetchAgain}.
 */
export function lazyPart<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> & { preload: () => Promise<void> } {
  let Part: ComponentType<Props> | null = null;
  let failure: { readonly error: unknown } | null = null;
  let fetching: Promise<void> | null = null;
  forgetters.add(() => {
    failure = null;
  });
  const preload = () => {
    if (Part !== null) return Promise.resolve();
    fetching ??= fetchPart()
      .then(
        (part) => {
          Part = part;
          failure = null;
        },
        (error: unknown) => {
          failure = { error };
        },
      )
      .finally(() => {
        fetching = null;
      });
    return fetching;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: made once, when the module that names it is read
  function LazyPart(props: Props) {
    if (Part === null && failure === null) use(preload());
    if (failure !== null) throw failure.error;
    return Part && <Part {...props} />;
  }
  return Object.assign(LazyPart, { preload });
}
