import type { BenchReport, BenchRequest } from '../report.ts';
import type { BenchMessage } from './main.ts';
import { measureAll } from './measure-all.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: BenchMessage) => scope.postMessage(message);

scope.onmessage = async ({ data }: MessageEvent<BenchRequest>) => {
  try {
    const report: BenchReport = await measureAll(data, (text) => send({ kind: 'progress', text }));
    send({ kind: 'report', report });
  } catch (error) {
    send({ kind: 'failure', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};
