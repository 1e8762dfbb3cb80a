export { begin, enter, finish, run, serve } from './threads';
export { combineStatistics } from './batch-norm-statistics';
export { combineGradientSums } from './batch-norm-gradient';
