import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { IconBook, IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { WORD_LIST } from '../../lab/glossary.ts';
import { shortcutLabel } from '../../ui/command.ts';
import { useFocusBack } from './focus-back.ts';
import { COMMANDS } from './registry.ts';
import { useOverlays } from './view-commands.ts';

/** All commands that can be done now, and the words of the page, by name. */
export function Palette() {
  const wanted = useOverlays((state) => state.palette);
  useFocusBack();
  useEffect(() => {
    if (wanted) spotlight.open();
  }, [wanted]);
  const commands: SpotlightActionData[] = COMMANDS.filter(
    (command) => command.id !== 'palette' && command.isEnabled(),
  ).map((command) => {
    const [shortcut] = command.keys;
    return {
      id: command.id,
      label: command.label,
      description: shortcut ? `${command.hint} (${shortcutLabel(shortcut)})` : command.hint,
      leftSection: <command.icon size={20} />,
      onClick: command.perform,
    };
  });
  const words: SpotlightActionData[] = WORD_LIST.map(({ word, says }) => ({
    id: `word-${word}`,
    label: word,
    description: says,
    leftSection: <IconBook size={20} />,
    onClick: () => useOverlays.setState({ help: true, word }),
  }));
  return (
    <Spotlight
      actions={[
        { group: 'Commands', actions: commands },
        { group: 'Words', actions: words },
      ]}
      shortcut={null}
      nothingFound="No such command, and no such word"
      highlightQuery
      scrollable
      maxHeight={400}
      onSpotlightClose={() => useOverlays.setState({ palette: false })}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Find a command or a word…',
        'aria-label': 'Find a command or a word',
      }}
    />
  );
}
