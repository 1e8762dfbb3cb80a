/** The page of the benchmark: starts its worker, as the lab starts the training worker, and hands messages on. */
import type { RunEvent } from '../../src/lab/run-event.ts';
import type { BenchReport, BenchRequest } from '../report.ts';

declare global {
  interface Window {
    runBench(request: BenchRequest): Promise<BenchReport>;
  }
}

export type BenchMessage =
  | { readonly kind: 'progress'; readonly text: string }
  /** What a run tells the page, which does nothing with it here. */
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'report'; readonly report: BenchReport }
  | { readonly kind: 'failure'; readonly text: string };

window.runBench = (request) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<BenchMessage>) => {
      if (data.kind === 'progress') console.log(data.text);
      else if (data.kind === 'report') resolve(data.report);
      else if (data.kind === 'failure') reject(new Error(data.text));
    };
    worker.postMessage(request);
  });
