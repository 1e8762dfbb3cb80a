import { useEffect, useState } from 'react';

/** Between two things that are told of what goes on, in milliseconds: who listens has other things to hear. */
const REST_MS = 30_000;

/**
 * What a screen reader is told of what goes on: the first thing and each new occasion at once, what changes meanwhile at most
 * every half minute.
 *
 * @param occasion what must not wait: a phase, an end
 */
export function useRarely(text: string, occasion: string): string {
  const [told, setTold] = useState(() => ({ text, occasion, at: performance.now() }));
  if (told.occasion !== occasion) setTold({ text, occasion, at: performance.now() });
  useEffect(() => {
    if (told.text === text) return;
    const rest = told.at + REST_MS - performance.now();
    const timer = setTimeout(() => setTold({ text, occasion, at: performance.now() }), Math.max(0, rest));
    return () => clearTimeout(timer);
  }, [text, occasion, told]);
  return told.occasion === occasion ? told.text : text;
}
