import { BUILD } from 'virtual:build-facts';
import { labVersion } from '../../lab/build-facts.ts';
import { browserName } from '../../lab/report/browser-name.ts';
import type { Work } from '../../lab/work.ts';
import { inSlices } from '../results/in-slices.ts';
import type { ReportMaker } from './make-report.ts';
import { picturesOfLoaded } from './pictures.ts';

/** Reports are made here and now, in slices between which the page has its turn. @param signal gives it up */
export function pageMaker(signal: AbortSignal): ReportMaker {
  return {
    madeAt: Date.now(),
    browser: browserName(navigator.userAgent),
    lab: labVersion(BUILD),
    pictures: picturesOfLoaded,
    doWork: async <Result>(work: Work<Result>) => {
      const result = await inSlices(work, signal);
      signal.throwIfAborted();
      return result as Result;
    },
  };
}
