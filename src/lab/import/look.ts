import type { Found } from './found.ts';
import type { Obstacle } from './obstacles.ts';
import type { ImportPlan } from './plan.ts';

/** What the window of an import shows: what was found, what will be done, and images of it. */
export interface ImportLook {
  readonly name: string;
  /** SHA-256 over paths and sizes: the same for the same files, given again. */
  readonly filesKey: string;
  readonly importer: Found['importer'];
  readonly found: readonly string[];
  readonly axes: Found['axes'];
  readonly edges: Found['edges'];
  readonly hasColour: boolean;
  readonly greys: Found['greys'];
  readonly columns: readonly string[];
  readonly labelColumns: readonly string[];
  readonly hasNames: boolean;
  readonly slices: boolean;
  readonly partsNamed: boolean;
  readonly likelyPattern: string | null;
  /** Classes that may be left out, those that are left out among them. */
  readonly allClasses: readonly string[];
  readonly plan: Omit<ImportPlan, 'parts' | 'labels' | 'attributes'>;
  readonly obstacles: readonly Obstacle[];
  /** Sample images of each class, RGBA [images, size, size, 4], and the class of each. */
  readonly tiles: {
    readonly pixels: Uint8ClampedArray;
    readonly size: number;
    readonly classes: readonly number[];
  };
}
