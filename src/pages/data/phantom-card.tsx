import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import {
  PHANTOM_FORMS,
  PHANTOM_SHAPES,
  type PhantomSettings,
  phantomSettings,
} from '../../lab/phantom-settings.ts';
import { SchemaForm } from '../../parts/schema-form/schema-form.tsx';
import { loadDataset, useData } from '../../state/data/store.ts';
import { untilDrawn } from '../../state/drawn-in-slices.ts';
import { SyntheticBadge } from '../../ui/synthetic-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { standBefore } from '../../ui/until-still.ts';
import page from './data-page.module.css';
import { LOADED_SET } from './dataset-details.tsx';

const VOLUMES = PHANTOM_SHAPES.filter((shape) => PHANTOM_FORMS[shape].dims === 3);

/** A set drawn by a program, with what makes it hard or easy. */
export function PhantomCard() {
  const [settings, setSettings] = useState<PhantomSettings>(() => {
    const { reference } = useData.getState();
    return phantomSettings.parse(reference?.kind === 'phantom' ? reference : {});
  });
  const loading = useData((state) => state.loading !== null);
  return (
    <section className={page.card} aria-label="Phantoms">
      <Group justify="space-between">
        <h3 className={page.title}>Phantoms</h3>
        <SyntheticBadge />
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        <Term of="phantom">Drawn from a seed</Term>: at once, offline, and as unequal or mislabelled as you
        like. Of the shapes, {VOLUMES.join(' and ')} are volumes (3D).
      </Text>
      <SchemaForm
        schema={phantomSettings}
        values={settings}
        onChange={(change) => setSettings((before) => ({ ...before, ...change }))}
      />
      <Button mt="md" fullWidth variant="light" disabled={loading} onClick={() => void make(settings)}>
        Make this phantom
      </Button>
    </section>
  );
}

/** Draws the set and shows it: its heading stands above this form, out of sight. */
async function make(settings: PhantomSettings): Promise<void> {
  try {
    await loadDataset({ kind: 'phantom', settings });
  } catch {
    // Told above the page.
    return;
  }
  await untilDrawn();
  const heading = document.getElementById(LOADED_SET);
  if (!heading) return;
  heading.focus({ preventScroll: true });
  standBefore(heading);
}
