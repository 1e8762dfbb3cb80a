import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { type PhantomSettings, phantomSettings } from '../../lab/phantom-settings.ts';
import { SchemaForm } from '../../parts/schema-form/schema-form.tsx';
import { loadDataset, useData } from '../../state/data/store.ts';
import { SyntheticBadge } from '../../ui/synthetic-badge.tsx';
import { Term } from '../../ui/term.tsx';
import page from './data-page.module.css';

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
        like.
      </Text>
      <SchemaForm
        schema={phantomSettings}
        values={settings}
        onChange={(change) => setSettings((before) => ({ ...before, ...change }))}
      />
      <Button
        mt="md"
        fullWidth
        variant="light"
        disabled={loading}
        onClick={() => void loadDataset({ kind: 'phantom', settings }).catch(() => undefined)}
      >
        Make this phantom
      </Button>
    </section>
  );
}
