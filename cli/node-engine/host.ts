/**
 * The process that trains in Node: one run, told to the command line over the channel that started it. WebGPU has to be
 * there before tfjs is loaded, so the rest is loaded after it.
 */
import { describeError } from '../../src/lab/lab-error.ts';
import type { FromEngine, ToEngine } from './protocol.ts';
import { provideWebgpu } from './provide-webgpu.ts';

function tell(message: FromEngine): void {
  process.send!(message);
}

// Both get the signal of a terminal; whether the run stops is the command line's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
let isDone = false;
// Nobody is left to train for; and where all is told, Dawn's own threads would keep the process.
process.on('disconnect', () => process.exit(isDone ? 0 : 1));

process.once('message', (message: ToEngine) => {
  if (message.kind !== 'train') return;
  void (async () => {
    try {
      await provideWebgpu();
    } catch (error) {
      tell({ kind: 'no-adapter', message: describeError(error).message });
      return;
    }
    const { trainInNode } = await import('./train-in-node.ts');
    await trainInNode(message.run, tell, (stop) => {
      process.on('message', ({ kind }: ToEngine) => {
        if (kind === 'stop') stop();
      });
    });
  })()
    .catch((error: unknown) => tell({ kind: 'refused', error: describeError(error) }))
    .finally(() => {
      isDone = true;
      // After what was sent: the channel keeps its order.
      process.disconnect();
    });
});
