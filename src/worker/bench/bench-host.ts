import * as Comlink from 'comlink';
import { describeError } from '../../lab/lab-error.ts';
import type { BenchWorker } from '../protocol.ts';
import { measureDevice } from './measure-device.ts';

const worker: BenchWorker = {
  async measure(thoroughness, onEvent) {
    try {
      await measureDevice(thoroughness, onEvent);
    } catch (error) {
      throw new Error(JSON.stringify(describeError(error)));
    }
  },
};

Comlink.expose(worker);
