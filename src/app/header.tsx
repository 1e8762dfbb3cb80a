import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconHelp, IconSchool } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { BackendChip } from '../parts/backend-chip/backend-chip.tsx';
import { DatasetChip } from '../parts/dataset-chip/dataset-chip.tsx';
import type { Command } from '../ui/command.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Opener } from '../ui/opener.tsx';
import { useShortcut } from '../ui/single-keys.ts';
import { Tip } from '../ui/tip.tsx';
import { COLOUR_SCHEMES } from './colour-schemes.ts';
import { helpCommand, learnCommand } from './commands/view-commands.ts';
import classes from './header.module.css';

const ThemeMenu = lazyPart(() => import('./theme-menu.tsx').then((module) => module.ThemeMenu));

export function Header() {
  const { colorScheme } = useMantineColorScheme();
  const helpKey = useShortcut(helpCommand);
  const Current = COLOUR_SCHEMES.find((scheme) => scheme.value === colorScheme)?.icon ?? IconDeviceDesktop;
  const themeButton = (
    <Tip label="Theme">
      <ActionIcon size="lg" variant="subtle" color="gray" aria-label="Theme">
        <Current size={18} />
      </ActionIcon>
    </Tip>
  );
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>MedMNIST lab</h1>
      <div className={classes.data}>
        <DatasetChip />
      </div>
      <div className={classes.tools}>
        <div className={classes.backend}>
          <BackendChip />
        </div>
        <CommandIcon command={learnCommand} tip={learnCommand.hint} isNamed>
          <IconSchool size={18} />
        </CommandIcon>
        <Opener button={themeButton} opens="menu">
          {(opening) => <ThemeMenu opening={opening} />}
        </Opener>
        <CommandIcon
          command={helpCommand}
          tip={helpKey ? `${helpCommand.label} (${helpKey})` : helpCommand.label}
        >
          <IconHelp size={18} />
        </CommandIcon>
      </div>
    </header>
  );
}

/** A command as an icon of the header, on wide windows with its word where that is asked for. */
function CommandIcon({
  command,
  tip,
  isNamed = false,
  children,
}: {
  command: Pick<Command, 'label' | 'perform'>;
  tip: string | undefined;
  isNamed?: boolean;
  children: ReactNode;
}) {
  return (
    <Tip label={tip}>
      <ActionIcon
        size="lg"
        variant="subtle"
        color="gray"
        aria-label={command.label}
        className={isNamed ? classes.named! : ''}
        onClick={command.perform}
      >
        {children}
        {isNamed && <span className={classes.word}>{command.label}</span>}
      </ActionIcon>
    </Tip>
  );
}
