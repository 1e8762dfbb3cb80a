import { create } from 'zustand';
import { z } from '../../lab/zod.ts';

const STORAGE_KEY = 'lab-insides';

const stored = z.object({ open: z.boolean(), opacity: z.number().min(0).max(1) });
type InsidesView = Readonly<z.infer<typeof stored>>;

/** Whether a person looks at what the model makes of an image, and how strongly its heat covers it. */
export const useInsidesView = create<InsidesView>(() => lastView());

export function changeInsidesView(change: Partial<InsidesView>): void {
  useInsidesView.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useInsidesView.getState()));
  } catch {
    // Storage is full or switched off: it holds for this visit.
  }
}

function lastView(): InsidesView {
  const standard = { open: false, opacity: 0.6 };
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return stored.safeParse(text === null ? null : JSON.parse(text)).data ?? standard;
  } catch {
    return standard;
  }
}
