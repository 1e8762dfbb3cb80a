import { create } from 'zustand';
import { type SortedTen, sortedTen } from '../../lab/ten-images/ten-images.ts';
import { z } from '../../lab/zod.ts';

const STORAGE_KEY = 'lab-ten-images';

interface TenImages {
  /** By the fingerprint of the set. */
  readonly sets: Readonly<Record<string, SortedTen>>;
}

/** What a person said of ten images of a set, before or beside the machine: kept at every answer. */
export const useTenImages = create<TenImages>(() => ({ sets: stored() }));

/** @param ten null: as if they had never been sorted */
export function keepTen(fingerprint: string, ten: SortedTen | null): void {
  const { [fingerprint]: _before, ...others } = useTenImages.getState().sets;
  const sets = ten ? { ...others, [fingerprint]: ten } : others;
  useTenImages.setState({ sets });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(sets));
  } catch {
    // Storage is full or switched off: they hold for this visit.
  }
}

function stored(): TenImages['sets'] {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return z.record(z.string(), sortedTen).safeParse(text === null ? null : JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
