import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconArrowsShuffle } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { useData } from '../../state/data/store.ts';
import { usePreview } from '../../state/data/use-preview.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import classes from './sample-strip.module.css';

const TILES = 6;

/** Evenly spread over the training part, as some sets are sorted by class. */
function spread(dataset: DatasetSummary): number[] {
  const count = Math.min(TILES, dataset.counts.train);
  return Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * dataset.counts.train) / count),
  );
}

/** Some training images as the model will see them, drawn anew with every change. */
export function SampleStrip() {
  const dataset = useData((state) => state.dataset);
  const recipe = useRecipe((state) => state.recipe);
  const [epoch, setEpoch] = useState(1);
  const { value, error, busy } = usePreview(
    dataset && { datasetKey: dataset.key, split: 'train', indices: spread(dataset), recipe, epoch },
  );
  if (!dataset) return null;
  return (
    <div>
      <div className={classes.strip} aria-busy={busy}>
        {value
          ? value.labels.map((labels, index) => {
              const name = dataset.classNames[labels[0] ?? 0] ?? 'unknown';
              return (
                <Tile
                  // biome-ignore lint/suspicious/noArrayIndexKey: the tiles have no identity but their place
                  key={index}
                  tiles={value}
                  index={index}
                  label={`Augmented sample: ${dataset.task === 'multi-label' ? 'several labels' : name}`}
                  colour={dataset.task === 'multi-label' ? undefined : classColour(labels[0] ?? 0)}
                />
              );
            })
          : Array.from({ length: TILES }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: empty places
              <div key={index} className={classes.place} />
            ))}
      </div>
      <div className={classes.caption}>
        <Text size="xs" c="dimmed">
          {error ? error.message : 'As the model sees them in training'}
        </Text>
        <Tooltip label="Draw again">
          <ActionIcon
            size="sm"
            variant="subtle"
            aria-label="Draw the samples again"
            onClick={() => setEpoch((before) => before + 1)}
          >
            <IconArrowsShuffle size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
