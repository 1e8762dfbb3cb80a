import { Menu, useMantineColorScheme } from '@mantine/core';
import { type Opening, useOpening } from '../ui/opener.tsx';
import { COLOUR_SCHEMES } from './colour-schemes.ts';

/** The choice between light and dark. */
export function ThemeMenu({ opening }: { opening: Opening }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [opened, setOpened] = useOpening(opening);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" withinPortal>
      <Menu.Target>{opening.button}</Menu.Target>
      <Menu.Dropdown>
        {COLOUR_SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            checked={value === colorScheme}
            onChange={() => setColorScheme(value)}
            rightSection={<Icon size={16} />}
            closeMenuOnClick
          >
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
