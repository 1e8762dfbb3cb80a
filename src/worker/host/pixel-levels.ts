import type { Dataset } from '../../lab/dataset.ts';
import type { ChannelLevels } from '../../lab/level-histogram.ts';
import { channelNormalisation, countLevels } from '../../training/batch/channel-levels.ts';

/** Counted once for each set. */
const counted = new WeakMap<Dataset, ChannelLevels>();

/** How often each grey level is in the training part, and its mean and spread by channel. */
export async function pixelLevels(dataset: Dataset): Promise<ChannelLevels> {
  const { train } = dataset.splits;
  await dataset.streaming?.whenArrived('train', train.count - 1);
  const known = counted.get(dataset);
  if (known) return known;
  const byChannel = countLevels(train.images, dataset.summary.channels);
  const answer = { levels: byChannel.map((counts) => [...counts]), ...channelNormalisation(byChannel) };
  counted.set(dataset, answer);
  return answer;
}
