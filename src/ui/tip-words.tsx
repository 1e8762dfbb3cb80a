import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface TipWordsProps {
  readonly id: string;
  readonly label: ReactNode;
  readonly target: HTMLElement;
  readonly opened: boolean;
  /** Pixels; wider texts break. */
  readonly width: number | undefined;
  readonly side: 'top' | 'top-start' | 'left';
}

/** The words of a {@link Tip}, beside what they are about. */
export function TipWords({ width, side, ...rest }: TipWordsProps) {
  return (
    <Tooltip {...rest} position={side} {...(width === undefined ? {} : { multiline: true, w: width })} />
  );
}
