import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { capitalise } from '../../lab/capitalise.ts';
import type { Pool, Refusal } from '../../lab/classroom/pool.ts';
import { describeError } from '../../lab/lab-error.ts';
import { keepPool } from '../../state/classroom/keep-pool.ts';
import { clearBundles, giveOut, takeBundles, useClassroom } from '../../state/classroom/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { showProblem } from '../../ui/notify.tsx';
import classes from './classroom-page.module.css';
import { LessonSection } from './lesson-section.tsx';
import { PooledSection } from './pooled-section.tsx';

const USUAL = '';

const WHY: Readonly<Record<Refusal, string>> = {
  altered: 'altered or damaged',
  wrong: 'not of this class',
  doubled: 'there twice',
};

/** Where bundles are dropped, which of them count, and what they say together. */
export function HandedIn() {
  const { files, pool, blocks, reading } = useClassroom();
  const take = (added: readonly File[]) => {
    if (added.length > 0) takeBundles(added).catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <>
      <section className={classes.card} aria-label="Bundles handed in">
        <h3 className={classes.title}>2 · What was handed in</h3>
        <FileDrop
          label="Choose bundles"
          icon={<IconFileZip size={32} stroke={1.5} aria-hidden />}
          title="Drop all bundles at once, or press to choose them"
          onDrop={take}
        >
          They are read here and stored nowhere; your own runs stay as they are.
        </FileDrop>
        <Text size="sm" role="status" mt="xs">
          {reading
            ? `Reading ${reading.done + 1} of ${reading.total}…`
            : pool && files.length > 0
              ? toldText(pool, files.length)
              : ''}
        </Text>
        {pool && pool.refused.length > 0 && (
          <ul className={classes.refused} aria-label="Bundles that do not count">
            {pool.refused.map(({ name, why, text }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
              <li key={place} data-refusal={why}>
                <b className={classes.file}>{name}</b>: {WHY[why]}. {sentence(text)}
              </li>
            ))}
          </ul>
        )}
        {files.length > 0 && <Actions pool={pool} />}
      </section>
      {pool && <LessonSection students={pool.students} />}
      {blocks.map((block) => (
        <PooledSection key={block.block.key} pooled={block} students={pool!.students} />
      ))}
    </>
  );
}

function Actions({ pool }: { pool: Pool | null }) {
  const navigate = useNavigate();
  const { studies } = useStudies();
  const [given, setGiven] = useState(USUAL);
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    try {
      const id = await keepPool(pool!);
      await navigate({ to: '/study', search: (old: ViewSearch) => ({ ...old, study: id, cell: undefined }) });
    } catch (error) {
      showProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group mt="sm" gap="sm" align="flex-end">
      <NativeSelect
        size="xs"
        label="What was given out"
        value={given}
        data={[
          { value: USUAL, label: 'what most bundles hold' },
          ...studies.toReversed().map(({ id, study }) => ({ value: id, label: study.name })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setGiven(value);
          giveOut(studies.find(({ id }) => id === value)?.study ?? null).catch((error: unknown) =>
            showProblem(describeError(error)),
          );
        }}
      />
      {pool && pool.students.length > 0 && (
        <Button size="xs" variant="default" disabled={busy} onClick={() => void keep()}>
          Keep as a study of mine
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={clearBundles}>
        Start over
      </Button>
    </Group>
  );
}

function toldText({ students, refused }: Pool, total: number): string {
  const counted = `${students.length} of ${total} ${total === 1 ? 'file counts' : 'files count'}.`;
  return refused.length === 0 ? counted : `${counted} The others, one by one:`;
}

function sentence(text: string): string {
  const said = capitalise(text);
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
