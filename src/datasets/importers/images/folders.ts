import type { Split } from '../../../lab/dataset.ts';

const SPLITS: Readonly<Record<string, Split>> = {
  ...{ train: 'train', training: 'train' },
  ...{ val: 'val', valid: 'val', validation: 'val', dev: 'val' },
  ...{ test: 'test', testing: 'test' },
};

/** What a path says of its image. */
export interface Placed {
  readonly split: Split | null;
  /** The first folder that is no part; null where there is none. */
  readonly label: string | null;
  /** Folders inside of that of the class: of a patient, perhaps. */
  readonly folder: string | null;
}

/** `train/normal/patient7/1.png` is an image of normal in the training part, in the folder patient7. */
export function placeOf(path: string): Placed {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => folder.toLowerCase() in SPLITS);
  const rest = folders.filter((_, depth) => depth !== at);
  return {
    split: at < 0 ? null : SPLITS[folders[at]!.toLowerCase()]!,
    label: rest[0] ?? null,
    folder: rest.length > 1 ? rest.slice(1).join('/') : null,
  };
}

export function splitNamed(text: string): Split | null {
  return SPLITS[text.trim().toLowerCase()] ?? null;
}
