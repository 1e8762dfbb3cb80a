import { Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './folded.module.css';

/** A part of the form that is folded away until it is wanted. */
export function Folded({ label, children }: { label: string; children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <div>
      <UnstyledButton className={classes.more} onClick={toggle} aria-expanded={opened}>
        <IconChevronDown
          size={14}
          aria-hidden
          className={classes.chevron}
          data-opened={opened || undefined}
        />
        {label}
      </UnstyledButton>
      <Collapse expanded={opened}>{opened && <div className={classes.folded}>{children}</div>}</Collapse>
    </div>
  );
}
