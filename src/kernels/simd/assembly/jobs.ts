/** Which function runs a task of which job. The numbers stand in ../jobs.ts as well. */
import { addChunk, reluChunk, reluGradientChunk } from './elementwise';
import { applyBatchNorm } from './batch-norm-apply';
import { applyGradient, blockGradientSums } from './batch-norm-gradient';
import { blockStatistics } from './batch-norm-statistics';
import { copyLines } from './copy-lines';
import { fill } from './fill';
import { gatherGemm } from './gather-gemm';
import { globalAveragePool, globalAveragePoolGradient } from './global-average-pool';
import { imageBatch } from './image-batch';
import { maxPool, maxPoolGradient } from './max-pool';
import { adamChunk, pesgAdamChunk, pesgChunk, pesgDecayChunk, sgdChunk } from './optimizer-step';
import { packFilter } from './pack-filter';
import { packFilterTransposed } from './pack-filter-transposed';
import { packGradient } from './pack-gradient';
import { transposeInput } from './transpose-input';
import { transformFilter, winogradBlock } from './winograd';
import { winogradGradientInputs, winogradGradientOutputs, winogradGradientResult } from './winograd-filter-gradient';

export function runTask(job: i32, task: i32, scratch: usize): void {
  switch (job) {
    case 0: return gatherGemm(task, scratch);
    case 1: return packFilter(task);
    case 2: return packFilterTransposed(task);
    case 3: return packGradient(task);
    case 4: return transposeInput(task);
    case 5: return copyLines(task);
    case 6: return fill(task);
    case 7: return addChunk(task);
    case 8: return reluChunk(task);
    case 9: return reluGradientChunk(task);
    case 10: return blockStatistics(task);
    case 11: return applyBatchNorm(task);
    case 12: return blockGradientSums(task);
    case 13: return applyGradient(task);
    case 14: return maxPool(task);
    case 15: return maxPoolGradient(task);
    case 16: return globalAveragePool(task);
    case 17: return globalAveragePoolGradient(task);
    case 18: return sgdChunk(task);
    case 19: return adamChunk(task);
    case 20: return pesgChunk(task);
    case 21: return pesgAdamChunk(task);
    case 22: return transformFilter(task);
    case 23: return winogradBlock(task, scratch);
    case 24: return pesgDecayChunk(task);
    case 25: return winogradGradientInputs(task, scratch);
    case 26: return winogradGradientOutputs(task);
    case 27: return winogradGradientResult(task);
  }
}

/** Of the job that waits for threads with nothing else to do: the next batch of images. */
export function runLaterTask(task: i32, scratch: usize): void {
  imageBatch(task, scratch);
}
