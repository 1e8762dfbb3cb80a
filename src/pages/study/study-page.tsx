import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { IconPlus, IconSchool, IconTable, IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { studyFromLink } from '../../lab/study/link.ts';
import { blankStudy } from '../../lab/study/presets.ts';
import type { Study } from '../../lab/study/study.ts';
import { queueStudy } from '../../state/studies/ask.ts';
import { importBundle } from '../../state/studies/bundle-files.ts';
import { onRecipe } from '../../state/studies/draft.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import { focusAgain, focusPage, type LeftFocus, leftFocus } from '../../ui/focus-again.ts';
import { EmptyPlace } from '../../ui/notice.tsx';
import { showNote, showProblem, showUndo } from '../../ui/notify.tsx';
import { PresetCards } from './preset-cards.tsx';
import { StudyEditor } from './study-editor.tsx';
import classes from './study-page.module.css';
import { StudyView } from './study-view.tsx';

/** Studies: planned, trained in a queue, and judged without claiming more than there is. */
export function StudyPage() {
  const { loaded, failed, studies } = useStudies();
  const { study: wanted, changeView } = useView();
  const [draft, setDraft] = useState<Study | null>(null);
  usePlanLink(setDraft);
  const shown = studies.find(({ id }) => id === wanted) ?? studies.at(-1);
  // The plan takes the place of what opened it, and goes away with the focus in it.
  const opener = useRef<LeftFocus | null>(null);
  /** The plan as it was opened: what was not changed is soon had again. */
  const opened = useRef<Study | null>(null);
  const open = (study: Study) => {
    opener.current = leftFocus();
    opened.current = study;
    setDraft(study);
  };
  const leave = () => {
    setDraft(null);
    focusAgain(null);
  };
  const cancel = () => {
    if (draft !== opened.current) showUndo('The plan was put away.', () => setDraft(draft));
    leave();
    focusAgain(opener.current);
  };
  if (draft) {
    return (
      <StudyEditor
        draft={draft}
        onChange={setDraft}
        onCancel={cancel}
        onQueue={(study) => {
          queueStudy(study)
            .then((id) => {
              leave();
              // The study takes the place of its plan, which was longer.
              void changeView({ study: id, cell: undefined }).then(() => requestAnimationFrame(focusPage));
            })
            .catch((error: unknown) => showProblem(describeError(error)));
        }}
      />
    );
  }
  if (!shown) return loaded || failed ? <FirstStudy onChoose={open} /> : <div aria-busy />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <NativeSelect
          aria-label="Study"
          value={shown.id}
          data={studies.toReversed().map(({ id, study, createdAt }) => ({
            value: id,
            label: `${study.name} · ${WHEN.format(createdAt)}`,
          }))}
          onChange={(event) => void changeView({ study: event.currentTarget.value, cell: undefined })}
        />
        <Group gap="xs">
          <ClassroomLink />
          <ImportButton />
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => open(onRecipe(blankStudy()))}
          >
            New study
          </Button>
        </Group>
      </Group>
      <StudyView key={shown.id} state={shown} onDraft={open} />
      <section className={classes.card} aria-label="Ready-made studies">
        <h2 className={classes.title}>Ready-made studies</h2>
        <PresetCards onChoose={open} />
      </section>
    </Stack>
  );
}

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short' });

function FirstStudy({ onChoose }: { onChoose: (study: Study) => void }) {
  return (
    <Stack gap="md">
      <EmptyPlace
        icon={<IconTable size={40} stroke={1.5} />}
        title="Which data choice really helped will stand here"
        action={{
          label: 'Plan a study',
          onClick: () => onChoose(onRecipe(blankStudy())),
        }}
      >
        A study trains many recipes on several seeds, one after the other, and says which differences are more
        than luck. Choose a ready-made one, or plan your own.
      </EmptyPlace>
      <PresetCards onChoose={onChoose} />
      <Group justify="center">
        <ClassroomLink />
        <ImportButton />
      </Group>
    </Stack>
  );
}

/** Where a study is given to a class, and what it hands in is pooled. */
function ClassroomLink() {
  const navigate = useNavigate();
  return (
    <Button
      variant="default"
      leftSection={<IconSchool size={16} />}
      onClick={() => void navigate({ to: '/classroom', search: (old: ViewSearch) => old })}
    >
      A class of students
    </Button>
  );
}

function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const { changeView } = useView();
  const take = async (file: File) => {
    try {
      const { id, runs } = await importBundle(file);
      showNote(`The bundle is whole: ${runs} runs, every checksum and score verified.`);
      void changeView({ study: id, cell: undefined });
    } catch (error) {
      showProblem(describeError(error));
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip"
        hidden
        aria-label="Study bundle"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void take(file);
          event.currentTarget.value = '';
        }}
      />
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => input.current?.click()}>
        Import a bundle
      </Button>
    </>
  );
}

/** A study in the address is taken over as a draft, also when the link is pasted while the page is open. */
function usePlanLink(take: (study: Study) => void): void {
  const { plan, changeView } = useView();
  useEffect(() => {
    if (plan === null) return;
    try {
      take(studyFromLink(plan));
    } catch (error) {
      showProblem(describeError(error));
    }
    void changeView({ plan: undefined });
  }, [plan, take, changeView]);
}
