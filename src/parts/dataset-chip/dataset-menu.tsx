import { Menu, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { CATALOGUE } from '../../lab/catalogue/catalogue.ts';
import { setTask } from '../../lab/catalogue/set-task.ts';
import type { DatasetRequest, DatasetSummary } from '../../lab/dataset.ts';
import { PHANTOM_SHAPES, phantomSettings } from '../../lab/phantom-settings.ts';
import { catalogueKey, datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { loadDataset, useData } from '../../state/data/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { formatCount } from '../../ui/format.ts';
import { type Opening, useOpening } from '../../ui/opener.tsx';
import classes from './dataset-chip.module.css';

/** A set that can be chosen. */
interface Choice {
  readonly key: string;
  readonly name: string;
  readonly task: string;
  readonly request: DatasetRequest<never>;
}

const PHANTOMS: readonly Choice[] = PHANTOM_SHAPES.map((shape) => {
  const settings = phantomSettings.parse({ shape });
  const reference = { kind: 'phantom', ...settings } as const;
  const facts = { catalogueId: null, classNames: [], task: 'binary' } as const;
  return {
    key: datasetKey(reference),
    name: datasetName(reference),
    task: setTask(facts, reference).question,
    request: { kind: 'phantom', settings },
  };
});

const OFFICIAL: readonly Choice[] = CATALOGUE.map((entry) => ({
  key: catalogueKey(entry.id, 28),
  name: entry.name,
  task: setTask({ catalogueId: entry.id, classNames: entry.classNames, task: entry.task }, null).question,
  request: { kind: 'zenodo', id: entry.id, size: 28 },
}));

/** A sentence. What a program made has no licence. */
function sourceText({ synthetic, origin, licence }: DatasetSummary): string {
  return synthetic ? `Made by a program, ${origin}.` : `${origin}; licence ${licence}.`;
}

/** What is loaded, and every set with what is to be found in it; a press loads it, from the network where it must. */
export function DatasetMenu({ dataset, opening }: { dataset: DatasetSummary; opening: Opening }) {
  const [opened, setOpened] = useOpening(opening);
  const stored = useData((state) => state.storedFiles);
  const navigate = useNavigate();
  const { train, val, test } = dataset.counts;
  const known = new Set([...PHANTOMS, ...OFFICIAL].map(({ key }) => key));
  const own = stored
    .filter(({ key }) => !known.has(key))
    .map(
      ({ key, name }): Choice => ({
        key,
        name,
        task: 'Kept in this browser.',
        request: { kind: 'stored', name },
      }),
    );
  const isHere = (key: string) => stored.some((file) => file.key === key);
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={400}
      withinPortal
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>{opening.button}</Menu.Target>
      <Menu.Dropdown className={classes.menu!}>
        <Text component="div" size="xs" c="dimmed" className={classes.facts}>
          {sourceText(dataset)} {formatCount(train)} images to train, {formatCount(val)} to validate,{' '}
          {formatCount(test)} to test.
        </Text>
        <Menu.Item onClick={() => void navigate({ to: '/data', search: (old: ViewSearch) => old })}>
          Look at its images
        </Menu.Item>
        <Group label="MedMNIST, 28 pixels" choices={OFFICIAL} loaded={dataset.key} isHere={isHere} />
        {own.length > 0 && <Group label="Your files" choices={own} loaded={dataset.key} isHere={isHere} />}
        <Group
          label="Made by a program, not medical"
          choices={PHANTOMS}
          loaded={dataset.key}
          isHere={() => true}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

function Group({
  label,
  choices,
  loaded,
  isHere,
}: {
  label: string;
  choices: readonly Choice[];
  /** Key of the set that is loaded. */
  loaded: string;
  /** Whether a set needs no network. */
  isHere: (key: string) => boolean;
}) {
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {choices.map(({ key, name, task, request }) => (
        <Menu.RadioItem
          key={key}
          value={key}
          checked={key === loaded}
          rightSection={isHere(key) ? null : <IconDownload size={16} aria-label="is fetched from Zenodo" />}
          onChange={() => void loadDataset(request).catch(() => undefined)}
          closeMenuOnClick
        >
          <span className={classes.choice}>{name}</span>
          <span className={classes.task}>{task}</span>
        </Menu.RadioItem>
      ))}
    </>
  );
}
