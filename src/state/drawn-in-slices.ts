import { startTransition, useEffect, useReducer, useRef } from 'react';
import { createStore, type StateCreator, type StoreApi } from 'zustand';

/** What zustand's `create` gives, too: a hook that is the store as well. */
type StoreHook<State> = StoreApi<State> & {
  (): State;
  <Selected>(selector: (state: State) => Selected): Selected;
};

/**
 * A store of what is computed or read, not of what is typed or pulled: whoever shows it is drawn anew in slices of a few
 * milliseconds (a transition of React), so that the page answers between them. Zustand's own hook draws all that changes in
 * one piece, as useSyncExternalStore must, which takes a phone longer than a frame. A control that shows what it sets takes
 * that one: `useStore(store, select)`.
 */
export function createDrawnInSlices<State>(initial: StateCreator<State>): StoreHook<State> {
  const store = createStore<State>(initial);
  const hook = <Selected>(selector: (state: State) => Selected = whole) => useInSlices(store, selector);
  return Object.assign(hook, store) as StoreHook<State>;
}

/** Of each place that shows a store: whether it is still to be drawn anew. */
const undrawn = new Set<object>();
const waiting = new Set<() => void>();

function noteDrawn(place: object): void {
  undrawn.delete(place);
  if (undrawn.size > 0) return;
  for (const tell of waiting) tell();
  waiting.clear();
}

/** A place that is put aside unseen is not drawn: so long at most is waited for it, in milliseconds. */
const PATIENCE_MS = 1000;

/** Resolves once the page shows what the stores held when it was called: for what goes to a part of the page then. */
export async function untilDrawn(): Promise<void> {
  if (undrawn.size === 0) return;
  await new Promise<void>((resolve) => {
    waiting.add(resolve);
    setTimeout(resolve, PATIENCE_MS);
  });
}

/** The whole state, where nothing is selected; what is selected is then of its type. */
const whole = <State, Selected>(state: State) => state as unknown as Selected;

function useInSlices<State, Selected>(store: StoreApi<State>, select: (state: State) => Selected): Selected {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const selected = select(store.getState());
  const shown = useRef({ select, selected });
  useEffect(() => {
    const follow = () => {
      if (Object.is(shown.current.select(store.getState()), shown.current.selected)) return;
      undrawn.add(shown);
      startTransition(draw);
    };
    const end = store.subscribe(follow);
    return () => {
      end();
      noteDrawn(shown);
    };
  }, [store]);
  useEffect(() => {
    shown.current = { select, selected };
    // What changed between drawing and now, perhaps back to what was shown before.
    if (Object.is(select(store.getState()), selected)) noteDrawn(shown);
    else startTransition(draw);
  });
  return selected;
}
