import { useEffect, useState } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { lab } from '../../worker/client/lab.ts';
import type { PreviewRequest, PreviewTiles } from '../../worker/protocol.ts';

/** A slider that is being moved asks once it rests. */
const DEBOUNCE_MS = 150;

export interface Answer<Value> {
  /** The latest answer; stays while the next one is on its way. */
  readonly value: Value | null;
  readonly error: LabErrorDescription | null;
  readonly busy: boolean;
}

/**
 * Asks the worker once the question has rested, and again whenever it changes; late answers to old questions are
 * dropped. A null question asks nothing.
 */
export function useAnswer<Question, Value>(
  question: Question | null,
  ask: (question: Question) => Promise<Value>,
): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ value: null, error: null, busy: true });
  const text = question === null ? null : JSON.stringify(question);
  useEffect(() => {
    if (text === null) return;
    let current = true;
    setAnswer((before) => ({ ...before, busy: true }));
    const timer = setTimeout(() => {
      ask(JSON.parse(text) as Question).then(
        (value) => current && setAnswer({ value, error: null, busy: false }),
        (error: unknown) => current && setAnswer({ value: null, error: describeError(error), busy: false }),
      );
    }, DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, ask]);
  return answer;
}

export function usePreview(request: PreviewRequest | null): Answer<PreviewTiles> {
  return useAnswer(request, lab.preview);
}
