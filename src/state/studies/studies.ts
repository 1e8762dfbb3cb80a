import { create } from 'zustand';
import type { StudyState } from '../../lab/study/study-state.ts';
import type { Unreadable } from '../../storage/unreadable.ts';

interface StudiesState {
  /** Whether the stored studies have been read. */
  readonly loaded: boolean;
  /** Whether they could not be read so far. */
  readonly failed: boolean;
  /** Whether this tab trains; else another one does, and this one only looks on. */
  readonly owner: boolean;
  /** Oldest first. */
  readonly studies: readonly StudyState[];
  /** Stored studies that this lab cannot read; they stay as they are. */
  readonly unreadable: readonly Unreadable[];
}

/** Apart from what changes it, as every list of runs asks for it and the page must open quickly. */
export const useStudies = create<StudiesState>(() => ({
  loaded: false,
  failed: false,
  owner: false,
  studies: [],
  unreadable: [],
}));
