import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Answers, answersAt, type Thresholds } from '../../lab/results/answers.ts';
import type { ScoredPart } from '../../lab/results/scored-part.ts';

/** What the model answers at the thresholds of this moment. */
export interface LiveFigures {
  readonly thresholds: Thresholds;
  /** Of the part that the figures are of. */
  readonly answers: Answers;
}

type Listener = (figures: LiveFigures) => void;

/**
 * The thresholds while they are being moved: figures listen and write themselves past React, once a frame, as a render of
 * the page for each would not keep up.
 */
export class LiveAnswers {
  readonly part: ScoredPart;
  #thresholds: Thresholds;
  #figures: LiveFigures | null = null;
  #frame = 0;
  readonly #listeners = new Set<Listener>();

  constructor(part: ScoredPart, thresholds: Thresholds) {
    this.part = part;
    this.#thresholds = thresholds;
  }

  /** At the latest thresholds. */
  get figures(): LiveFigures {
    this.#figures ??= { thresholds: this.#thresholds, answers: answersAt(this.part, this.#thresholds) };
    return this.#figures;
  }

  setThresholds(thresholds: Thresholds): void {
    if (thresholds.every((threshold, output) => threshold === this.#thresholds[output])) return;
    this.#thresholds = thresholds;
    this.#figures = null;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const { figures } = this;
      for (const listener of this.#listeners) listener(figures);
    });
  }

  /** Told at once, and after each change. @returns what ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.figures);
    return () => this.#listeners.delete(listener);
  }
}

/** Writes figures past React: into the elements of the root that have a name for them in `data-live`. */
export function useLive<Element extends HTMLElement>(
  live: LiveAnswers,
  write: (figures: LiveFigures, root: Element) => void,
): RefObject<Element | null> {
  const root = useRef<Element>(null);
  const latest = useRef(write);
  useLayoutEffect(() => {
    latest.current = write;
    // What was rendered anew is to be filled anew.
    if (root.current) write(live.figures, root.current);
  });
  useLayoutEffect(
    () => live.listen((figures) => root.current && latest.current(figures, root.current)),
    [live],
  );
  return root;
}

/** Writes each text into the element of its name; those without a text are emptied. */
export function writeTexts(root: HTMLElement, texts: Readonly<Record<string, string>>): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-live]')) {
    const text = texts[element.getAttribute('data-live')!] ?? '';
    if (element.textContent !== text) element.textContent = text;
  }
}
