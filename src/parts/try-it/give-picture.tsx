import { NativeSelect } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type DatasetSummary, SPLITS, type Split } from '../../lab/dataset.ts';
import type { ImportOptions } from '../../lab/import/options.ts';
import { partName } from '../../lab/leak-note.ts';
import type { RunRow } from '../../storage/runs.ts';
import { NumberWithin } from '../../ui/number-within.tsx';
import classes from './try-it.module.css';

/** An image of the loaded set. */
export interface PictureOfSet {
  readonly split: Split;
  readonly index: number;
}

const SQUARES: readonly { readonly value: ImportOptions['square']; readonly label: string }[] = [
  { value: 'pad', label: 'padded' },
  { value: 'crop', label: 'cropped' },
  { value: 'stretch', label: 'stretched' },
];

/** Where a picture comes from: dropped, pasted, picked, or of the set. */
export function GivePicture({
  row,
  dataset,
  square,
  isGiven,
  ofSet,
  onFile,
  onSquare,
  onOfSet,
}: {
  row: RunRow;
  dataset: DatasetSummary;
  square: ImportOptions['square'];
  /** Whether the picture is from elsewhere. */
  isGiven: boolean;
  ofSet: PictureOfSet;
  onFile: (file: File) => void;
  onSquare: (square: ImportOptions['square']) => void;
  onOfSet: (place: PictureOfSet) => void;
}) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [onFile]);
  // Of a sealed test part nothing is told.
  const parts = SPLITS.filter((split) => split !== 'test' || row.summary?.test);
  return (
    <div className={classes.give}>
      <Dropzone
        multiple={false}
        onDrop={([file]) => file && onFile(file)}
        className={classes.drop!}
        inputProps={{ 'aria-label': 'Choose a picture' }}
      >
        <IconPhotoUp size={24} stroke={1.5} aria-hidden className={classes.icon} />
        <span>
          {dataset.dims === 3
            ? 'Drop or paste a TIFF whose pages are the slices of a volume, or press to choose one.'
            : 'Drop or paste any picture, or press to choose one.'}{' '}
          It stays on this device.
        </span>
      </Dropzone>
      <fieldset className={classes.fields} aria-label="Or an image of the set">
        <NativeSelect
          size="xs"
          label="Or one of the set"
          data={parts.map((split) => ({ value: split, label: partName(split) }))}
          value={ofSet.split}
          onChange={(event) => onOfSet({ split: event.currentTarget.value as Split, index: 0 })}
        />
        <NumberWithin
          size="xs"
          label="Image"
          min={0}
          max={dataset.counts[ofSet.split] - 1}
          whole
          hideControls
          value={ofSet.index}
          onChange={(value) => value !== null && onOfSet({ ...ofSet, index: value })}
        />
        {isGiven && (
          <NativeSelect
            size="xs"
            label="Made square"
            data={[...SQUARES]}
            value={square}
            onChange={(event) => onSquare(event.currentTarget.value as ImportOptions['square'])}
          />
        )}
      </fieldset>
    </div>
  );
}
