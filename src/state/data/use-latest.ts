import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { Answer } from './use-preview.ts';

/**
 * Asks at once, and again whenever the question changes, one at a time: while a slider moves, each answer that comes is
 * shown, and the newest question is asked next. So the picture follows as fast as the worker answers. A null question
 * asks nothing.
 */
export function useLatest<Question, Value>(
  question: Question | null,
  ask: (question: Question) => Promise<Value>,
): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ value: null, error: null, busy: true });
  const text = question === null ? null : JSON.stringify(question);
  const newest = useRef<string | null>(null);
  const asking = useRef(false);
  const here = useRef(true);
  newest.current = text;
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  useEffect(() => {
    if (text === null || asking.current) return;
    asking.current = true;
    const next = async () => {
      while (here.current && newest.current !== null) {
        const asked = newest.current;
        setAnswer((before) => (before.busy ? before : { ...before, busy: true }));
        try {
          const value = await ask(JSON.parse(asked) as Question);
          if (here.current) setAnswer({ value, error: null, busy: newest.current !== asked });
        } catch (error) {
          if (here.current) setAnswer({ value: null, error: describeError(error), busy: false });
        }
        if (newest.current === asked) break;
      }
      asking.current = false;
    };
    void next();
  }, [text, ask]);
  return answer;
}
