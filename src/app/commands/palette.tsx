import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Highlight, Input, Modal } from '@mantine/core';
import { IconBook, IconSearch } from '@tabler/icons-react';
import { type ComponentType, type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react';
import { WORD_LIST } from '../../lab/glossary.ts';
import { shortcutLabel } from '../../ui/command.ts';
import { useSingleKeys, workingKeys } from '../../ui/single-keys.ts';
import { useFocusBack } from './focus-back.ts';
import { type Entry, foundEntries, foundWords } from './found-entries.ts';
import classes from './palette.module.css';
import { COMMANDS } from './registry.ts';
import { useOverlays } from './view-commands.ts';

interface PaletteEntry extends Entry {
  readonly icon: ComponentType<{ size?: number | string }>;
  readonly perform: () => void;
}

/** All commands that can be done now, and the words of the page, by name. */
export function Palette() {
  useFocusBack();
  const close = () => useOverlays.setState({ palette: false });
  return (
    <Modal.Root
      // As menus, above notices: they must not cover what a person has just opened.
      zIndex={300}
      classNames={{ content: classes.content! }}
      opened
      onClose={close}
      size={600}
      yOffset={80}
      padding={0}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay backgroundOpacity={0.35} blur={7} />
      <Modal.Content aria-label="Commands and words">
        <Modal.Body>
          <Search
            onChoose={({ perform }) => {
              close();
              perform();
            }}
          />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** A field whose list is walked by the arrow keys while it keeps the focus (WAI-ARIA Authoring Practices, "Combobox"). */
function Search({ onChoose }: { onChoose: (entry: PaletteEntry) => void }) {
  const id = useId();
  const all = useEntries();
  const [query, setQuery] = useState('');
  /** Null: none, so that Enter on what was only opened does nothing. */
  const [chosen, setChosen] = useState<number | null>(null);
  const found = useMemo(() => foundEntries(all, query), [all, query]);
  const told = useDeferredValue(foundWords(found));
  const place = chosen === null || found.length === 0 ? null : Math.min(chosen, found.length - 1);
  const walk = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    if (event.key === 'ArrowDown') setChosen(place === null ? 0 : (place + 1) % found.length);
    else if (event.key === 'ArrowUp') setChosen(((place ?? 0) + found.length - 1) % found.length);
    else if (event.key === 'Enter' && place !== null) onChoose(found[place]!);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Input
        size="lg"
        className={classes.field!}
        leftSection={<IconSearch size={18} />}
        placeholder="Find a command or a word…"
        role="combobox"
        aria-label="Find a command or a word"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={place === null ? undefined : `${id}-${found[place]!.id}`}
        data-autofocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={walk}
      />
      <div
        id={id}
        role="listbox"
        aria-label="Commands and words"
        className={classes.list}
        hidden={found.length === 0}
      >
        {[...new Set(found.map((entry) => entry.group))].map((group) => {
          const inGroup = found.flatMap((entry, at) => (entry.group === group ? [{ entry, at }] : []));
          return (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list of options
            <div key={group} role="group" aria-label={group}>
              <div className={classes.head} aria-hidden>
                {group}
              </div>
              {inGroup.map(({ entry, at }) => (
                <Option
                  key={entry.id}
                  id={`${id}-${entry.id}`}
                  entry={entry}
                  query={query}
                  isChosen={at === place}
                  onChoose={onChoose}
                />
              ))}
            </div>
          );
        })}
      </div>
      <p className={found.length === 0 ? classes.none : classes.told} role="status">
        {told}
      </p>
    </>
  );
}

function Option({
  id,
  entry,
  query,
  isChosen,
  onChoose,
}: {
  id: string;
  entry: PaletteEntry;
  query: string;
  isChosen: boolean;
  onChoose: (entry: PaletteEntry) => void;
}) {
  const { icon: Icon, label, hint } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      ref={isChosen ? scrollTo : undefined}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={classes.option}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(entry)}
    >
      <Icon size={20} />
      <span>
        <Highlight component="span" highlight={query} className={classes.label!}>
          {label}
        </Highlight>{' '}
        <span className={classes.hint}>{hint}</span>
      </span>
    </div>
  );
}

function scrollTo(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

function useEntries(): readonly PaletteEntry[] {
  const singleKeys = useSingleKeys((state) => state.on);
  return useMemo(
    () => [
      ...COMMANDS.filter((command) => command.id !== 'palette' && command.isEnabled()).map((command) => {
        const [shortcut] = workingKeys(command, singleKeys);
        return {
          id: command.id,
          group: 'Commands' as const,
          label: command.label,
          hint: shortcut ? `${command.hint} (${shortcutLabel(shortcut)})` : command.hint,
          icon: command.icon,
          perform: command.perform,
        };
      }),
      ...WORD_LIST.map(({ word, says }, at) => ({
        id: `word-${at}`,
        group: 'Words' as const,
        label: word,
        hint: says,
        icon: IconBook,
        perform: () => useOverlays.setState({ help: true, word }),
      })),
    ],
    [singleKeys],
  );
}
