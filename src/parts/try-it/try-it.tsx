import { Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ImportOptions } from '../../lab/import/options.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import type { RunRow } from '../../storage/runs.ts';
import { imageTiles } from '../../ui/image-tiles.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Tile } from '../../ui/tile.tsx';
import type { Tiles } from '../../ui/tiles.ts';
import { readPicture } from '../../worker/client/trained-models.ts';
import type { ImageChoice } from '../../worker/protocol-model-jobs.ts';
import insides from '../insides/insides.module.css';
import { ModelAnswers } from '../insides/insides.tsx';
import { VolumeViewer } from '../viewer/volume-viewer.tsx';
import { GivePicture, type PictureOfSet } from './give-picture.tsx';
import { SavePage } from './save-page.tsx';
import classes from './try-it.module.css';

/** A picture from elsewhere. */
interface GivenPicture {
  readonly file: Blob;
  readonly name: string;
}

/** Takes a picture, and shows what the model makes of it. */
export function TryIt({ row, name, dataset }: { row: RunRow; name: string; dataset: DatasetSummary }) {
  const [given, setGiven] = useState<GivenPicture | null>(null);
  const [ofSet, setOfSet] = useState<PictureOfSet>({ split: 'val', index: 0 });
  const [square, setSquare] = useState<ImportOptions['square']>(dataset.imported?.square ?? 'pad');
  const { pixels, error } = usePixels(dataset, given, square);
  const preview = usePreview(
    given ? null : { datasetKey: dataset.key, ...placeOf(ofSet), recipe: null, epoch: 0 },
  );
  const tiles = useMemo(() => pixels && imageTiles(pixels, dataset), [pixels, dataset]);
  const picture = given ? tiles : preview.value;
  const image: ImageChoice | null = useMemo(() => {
    if (!given) return { of: 'set', ...ofSet };
    return pixels && { of: 'elsewhere', pixels };
  }, [given, ofSet, pixels]);
  const [tinted, setTinted] = useState<{ readonly of: Tiles | null; readonly tiles: Tiles } | null>(null);
  const showTinted = useCallback(
    (shown: Tiles | null) => setTinted(shown && { of: picture, tiles: shown }),
    [picture],
  );
  const shown = tinted?.of === picture ? (tinted?.tiles ?? picture) : picture;
  const title = given?.name ?? `${PART_WORDS[ofSet.split]} image ${ofSet.index}`;
  const take = useCallback((file: File) => setGiven({ file, name: file.name || 'the picture' }), []);
  return (
    <div className={classes.window}>
      <GivePicture
        row={row}
        dataset={dataset}
        square={square}
        isGiven={given !== null}
        ofSet={ofSet}
        onFile={take}
        onSquare={setSquare}
        onOfSet={(place) => {
          setGiven(null);
          setOfSet(place);
        }}
      />
      {error && <ErrorNotice error={error} />}
      <div className={classes.stage}>
        <div className={classes.picture}>
          {shown &&
            (shown.slices > 1 ? (
              <VolumeViewer key={title} volume={shown} name={title} />
            ) : (
              <Tile tiles={shown} index={0} label={title} />
            ))}
          <p className={classes.name}>{title}</p>
        </div>
        <div className={insides.frame} data-mantine-color-scheme="dark">
          {image && (
            <div className={insides.insides}>
              <ModelAnswers
                run={row}
                dataset={dataset}
                image={image}
                picture={picture}
                onPicture={showTinted}
              />
            </div>
          )}
        </div>
      </div>
      <Text size="sm">
        For learning and research. This is not a medical device: do not use it for patients.
      </Text>
      <SavePage row={row} name={name} dataset={dataset} />
    </div>
  );
}

const PART_WORDS = { train: 'training', val: 'validation', test: 'test' } as const;

function placeOf({ split, index }: PictureOfSet) {
  return { split, indices: [index] };
}

/** The picture as an image like those of the set; null until it is read. */
function usePixels(
  { key }: DatasetSummary,
  given: GivenPicture | null,
  square: ImportOptions['square'],
): { readonly pixels: Uint8Array | null; readonly error: LabErrorDescription | null } {
  const [state, setState] = useState<{
    readonly of: unknown;
    readonly pixels: Uint8Array | null;
    readonly error: LabErrorDescription | null;
  }>({ of: null, pixels: null, error: null });
  const wanted = useMemo(() => given && { ...given, square, key }, [given, square, key]);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    readPicture(wanted.key, wanted.file, wanted.square).then(
      (pixels) => current && setState({ of: wanted, pixels, error: null }),
      (error: unknown) => current && setState({ of: wanted, pixels: null, error: describeError(error) }),
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return state.of === wanted ? state : { pixels: null, error: null };
}
