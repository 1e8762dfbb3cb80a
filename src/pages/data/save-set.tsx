import { Button, Group, Menu, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { editionMark, editionText } from '../../lab/edition/edition.ts';
import { giveUpSaving, saveAndTell, useSavedShare } from '../../state/data/save-set.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { Opener, type Opening, useOpening } from '../../ui/opener.tsx';
import type { SetFormat } from '../../worker/protocol.ts';
import classes from './dataset-details.module.css';

const FORMATS: Readonly<Record<SetFormat, string>> = {
  npz: '.npz, which NumPy opens',
  zarr: 'Zarr shards, in a zip',
};
const formats = Object.entries(FORMATS) as [SetFormat, string][];

/** Saves the loaded set, or the edition of it that is trained on, as a file. */
export function SaveSet({ dataset }: { dataset: DatasetSummary }) {
  const share = useSavedShare((state) => state.share);
  const button = (
    <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
      Save the set
    </Button>
  );
  return (
    <>
      {share !== null && (
        <Group gap="xs" role="status" className={classes.saving!}>
          <Text size="sm">{Math.round(100 * share)} % written</Text>
          <Button size="compact-sm" variant="default" onClick={giveUpSaving}>
            Cancel
          </Button>
        </Group>
      )}
      <Opener button={button} opens="menu">
        {(opening) => <SaveMenu dataset={dataset} opening={opening} />}
      </Opener>
    </>
  );
}

function SaveMenu({ dataset, opening }: { dataset: DatasetSummary; opening: Opening }) {
  const [opened, setOpened] = useOpening(opening);
  const wanted = useRecipe((state) => state.recipe.edition);
  const edition = wanted?.fingerprint === dataset.fingerprint ? wanted : null;
  return (
    <Menu position="bottom-end" withinPortal opened={opened} onChange={setOpened}>
      <Menu.Target>{opening.button}</Menu.Target>
      <Menu.Dropdown>
        {edition && (
          <>
            <Menu.Label>{editionText(editionMark(edition))}</Menu.Label>
            {formats.map(([format, label]) => (
              <Menu.Item key={format} onClick={() => saveAndTell(format, edition)}>
                {label}
              </Menu.Item>
            ))}
            <Menu.Label>The set as it is</Menu.Label>
          </>
        )}
        {formats.map(([format, label]) => (
          <Menu.Item key={format} onClick={() => saveAndTell(format, null)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
