import { Menu, Text } from '@mantine/core';
import { PRESETS } from '../../state/recipe/presets.ts';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';
import { type Opening, useOpening } from '../../ui/opener.tsx';

/** Recipes to start from; each keeps what it does not speak of. */
export function PresetsMenu({ opening }: { opening: Opening }) {
  const [opened, setOpened] = useOpening(opening);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" withinPortal>
      <Menu.Target>{opening.button}</Menu.Target>
      <Menu.Dropdown>
        {(['Augmentation', 'Training'] as const).map((group) => (
          <div key={group}>
            <Menu.Label>{group}</Menu.Label>
            {PRESETS.filter((preset) => preset.group === group).map((preset) => (
              <Menu.Item
                key={preset.label}
                onClick={() => setRecipe(preset.apply(useRecipe.getState().recipe))}
              >
                <Text size="sm">{preset.label}</Text>
                <Text size="xs" c="dimmed" maw={260}>
                  {preset.explanation}
                </Text>
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
