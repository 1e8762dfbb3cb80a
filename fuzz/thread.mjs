// A thread begins without what lets the main one read TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
