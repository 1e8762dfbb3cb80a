import type { Pool } from '../../lab/classroom/pool.ts';
import { reduceStudy } from '../../lab/study/study-state.ts';
import { importRun, isHere } from '../runs/import-runs.ts';
import { ask, newStudy } from '../studies/ask.ts';

/** Adds what a class found to the studies and runs of this browser; returns the id of the study. */
export async function keepPool({ study, students }: Pool): Promise<string> {
  let state = newStudy(study!);
  for (const { bundle } of students) {
    for (const run of bundle.runs) {
      const runId = isHere(run.record) ? run.record.id : await importRun(run);
      state = reduceStudy(state, { kind: 'finished', key: run.key, runId });
    }
  }
  // What is missing is nobody's to train here.
  await ask({ kind: 'put', state: { ...state, paused: true } });
  return state.id;
}
