import '@mantine/core/styles/Kbd.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Table.css';
import { BUILD } from 'virtual:build-facts';
import { Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { buildText } from '../lab/build-facts.ts';
import { WORD_LIST } from '../lab/glossary.ts';
import { shortcutLabel } from '../ui/command.ts';
import { setSingleKeys, useSingleKeys, workingKeys } from '../ui/single-keys.ts';
import { useFocusBack } from './commands/focus-back.ts';
import { COMMANDS } from './commands/registry.ts';
import { useOverlays } from './commands/view-commands.ts';
import classes from './help.module.css';

/** The window opens first; the box of commands may still have the focus to give away. */
function showWord(word: HTMLElement | null): void {
  if (word) setTimeout(() => word.scrollIntoView({ block: 'center' }), 150);
}

/** What the page does, in a few sentences, every key, and its words. */
export function Help() {
  const opened = useOverlays((state) => state.help);
  const wanted = useOverlays((state) => state.word);
  const singleKeys = useSingleKeys((state) => state.on);
  useFocusBack();
  return (
    <Modal
      opened={opened}
      onClose={() => useOverlays.setState({ help: false })}
      title="What this is"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm">
          This page trains a neural network on medical images, in your browser. There is no server and no
          account, and your images stay on this device. Choose how images are augmented and how classes are
          balanced, press Train, and see whether it helped.
        </Text>
        <Text size="sm">
          It starts with a phantom set: images drawn by a program. Under Data you can load one of the 18
          MedMNIST sets, or your own images. This is no medical device, and its results are no medical advice.
        </Text>
        <Switch
          label="Single-key shortcuts"
          description="Off: only keys with Ctrl are shortcuts of the page. Tab leads from group to group, the arrow keys within one."
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
        <Table withRowBorders={false} verticalSpacing={4}>
          <Table.Tbody>
            {COMMANDS.filter((command) => workingKeys(command, singleKeys).length > 0).map((command) => (
              <Table.Tr key={command.id}>
                <Table.Td className={classes.keys!}>
                  {workingKeys(command, singleKeys).map((keys) => (
                    <Kbd key={keys}>{shortcutLabel(keys)}</Kbd>
                  ))}
                </Table.Td>
                <Table.Td>
                  {command.label}{' '}
                  <Text span size="xs" c="dimmed">
                    {command.hint}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <h3 className={classes.title}>Words</h3>
        <dl className={classes.words}>
          {WORD_LIST.map(({ word, says }) => (
            <div
              key={word}
              ref={word === wanted ? showWord : undefined}
              data-wanted={word === wanted || undefined}
            >
              <dt>{word}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
        <Text size="xs" c="dimmed">
          {buildText(BUILD)}
        </Text>
      </Stack>
    </Modal>
  );
}
