import { className } from '../class-name.ts';
import type { DatasetSummary } from '../dataset.ts';

type Described = Pick<DatasetSummary, 'task' | 'classNames'>;

/** The outputs that can be asked about one at a time; of a binary task there is one. */
export function outputsOf({ task, classNames }: Described): readonly string[] {
  return task === 'binary' ? [] : classNames.map(className);
}

/** Names of the two answers. */
export function answersOf(
  { task, classNames }: Described,
  output: number,
): readonly [no: string, yes: string] {
  if (task === 'binary') return [className(classNames[0]!), className(classNames[1]!)];
  const yes = className(classNames[output]!);
  return [task === 'multi-class' ? 'the rest' : `no ${yes}`, yes];
}
