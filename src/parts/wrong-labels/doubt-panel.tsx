import type { ReactNode } from 'react';
import type { DoubtedImage } from '../../lab/confident-learning/doubted-images.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import { Tile } from '../../ui/tile.tsx';
import gallery from '../gallery/gallery.module.css';
import { VolumeViewer } from '../viewer/volume-viewer.tsx';
import { doubtWords } from './doubt-words.ts';

/** One doubted image, large, with what is doubted. */
export function DoubtPanel({
  dataset,
  image,
  doubts,
  judgement,
  children,
}: {
  dataset: DatasetSummary;
  image: number;
  doubts: readonly DoubtedImage[];
  judgement: string | null;
  children: ReactNode;
}) {
  const { value } = usePreview({
    ...{ datasetKey: dataset.key, split: 'train' as const, indices: [image] },
    ...{ recipe: null, epoch: 0 },
  });
  const name = `training image ${image}`;
  return (
    <aside className={gallery.panel} aria-label="Doubted label">
      <div className={gallery.about}>
        <div className={gallery.portrait}>
          {value &&
            (value.slices > 1 ? (
              <VolumeViewer key={image} volume={value} name={name} />
            ) : (
              <Tile tiles={value} index={0} label={name} />
            ))}
        </div>
        <p className={gallery.name}>{name}</p>
        <dl className={gallery.facts}>
          {doubts.map((doubt) => (
            <Doubt key={doubt.label ?? 'class'} doubt={doubt} dataset={dataset} />
          ))}
          <dt>judged</dt>
          <dd>{judgement ?? 'not yet'}</dd>
        </dl>
        {children}
      </div>
    </aside>
  );
}

function Doubt({ doubt, dataset }: { doubt: DoubtedImage; dataset: DatasetSummary }) {
  return (
    <>
      <dt>{doubt.label === null ? 'class' : 'label'}</dt>
      <dd>{doubtWords(doubt, dataset)}</dd>
      <dt>margin</dt>
      <dd>{doubt.margin.toFixed(3)}: probability of the other answer less that of the given one</dd>
    </>
  );
}
