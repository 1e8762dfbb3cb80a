import { create } from 'zustand';

/** Whether a window takes pictures for a model, so that a picture that is dropped is for it. */
export const useTryIt = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));
