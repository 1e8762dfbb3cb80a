import '@mantine/core/styles/Kbd.css';
import { Kbd } from '@mantine/core';
import classes from './key-hint.module.css';

/** A key for the eye: the name of its button is the deed alone, which tells the key by `aria-keyshortcuts`. */
export function KeyHint({ children }: { children: string }) {
  return (
    <Kbd size="xs" aria-hidden className={classes.hint!}>
      {children}
    </Kbd>
  );
}
