import { create } from 'zustand';

const KEY = 'medmnist-lab-judged-right';

/** Training images whose doubted labels a person has found right, by the fingerprint of their set. */
export const useJudgedRight = create<{ readonly bySet: Readonly<Record<string, readonly number[]>> }>(() => ({
  bySet: read(),
}));

export function judgeRight(fingerprint: string, image: number, isRight: boolean): void {
  useJudgedRight.setState(({ bySet }) => {
    const others = (bySet[fingerprint] ?? []).filter((other) => other !== image);
    return { bySet: { ...bySet, [fingerprint]: isRight ? [...others, image] : others } };
  });
  try {
    localStorage.setItem(KEY, JSON.stringify(useJudgedRight.getState().bySet));
  } catch {
    // It holds until the page is closed.
  }
}

function read(): Readonly<Record<string, readonly number[]>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(
        (entry): entry is [string, number[]] => Array.isArray(entry[1]) && entry[1].every(Number.isInteger),
      ),
    );
  } catch {
    return {};
  }
}
