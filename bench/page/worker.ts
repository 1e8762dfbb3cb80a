import type { BenchReport, BenchRequest } from '../report.ts';
import type { BenchMessage } from './main.ts';
import { measureAll } from './measure-all.ts';
import { measureRuns } from './measure-runs.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: BenchMessage) => scope.postMessage(message);

scope.onmessage = async ({ data }: MessageEvent<BenchRequest>) => {
  try {
    const progress = (text: string) => send({ kind: 'progress', text });
    const runs = await measureRuns(data, (event) => send({ kind: 'event', event }), progress);
    const { entries, profile } = data.only.startsWith('run/')
      ? { entries: [], profile: [] }
      : await measureAll(data, progress);
    const report: BenchReport = { entries: [...entries, ...runs], profile };
    send({ kind: 'report', report });
  } catch (error) {
    send({ kind: 'failure', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};
