import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconHelp, IconMoon, IconSun } from '@tabler/icons-react';
import { BackendChip } from '../parts/backend-chip/backend-chip.tsx';
import { DatasetChip } from '../parts/dataset-chip/dataset-chip.tsx';
import { helpCommand } from './commands/view-commands.ts';
import classes from './header.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

export function Header() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = SCHEMES.find((scheme) => scheme.value === colorScheme)?.icon ?? IconDeviceDesktop;
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
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Tooltip label="Theme">
              <ActionIcon size="lg" variant="subtle" color="gray" aria-label="Theme">
                <Current size={18} />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {SCHEMES.map(({ value, label, icon: Icon }) => (
              <Menu.Item
                key={value}
                leftSection={<Icon size={16} />}
                onClick={() => setColorScheme(value)}
                {...(value === colorScheme ? { 'aria-current': true } : {})}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={`${helpCommand.label} (?)`}>
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={helpCommand.label}
            onClick={helpCommand.perform}
          >
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
