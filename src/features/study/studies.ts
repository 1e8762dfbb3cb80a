import { create } from 'zustand';
import type { StudyState } from '../../lab/study/study-state.ts';

interface StudiesState {
  /** Whether the stored studies have been read. */
  readonly loaded: boolean;
  /** Whether this tab trains; else another one does, and this one only looks on. */
  readonly owner: boolean;
  /** Oldest first. */
  readonly studies: readonly StudyState[];
}

/** Apart from what changes it, as every list of runs asks for it and the page must open quickly. */
export const useStudies = create<StudiesState>(() => ({ loaded: false, owner: false, studies: [] }));
