import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconFileImport, IconPencilPlus, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { describeError } from '../../lab/lab-error.ts';
import { emptyDraft, type LessonDraft } from '../../lab/lesson/draft.ts';
import { recipePatch } from '../../lab/lesson/recipe-patch.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { LESSON_NAMES, lessonNamed, previewName } from '../../state/lessons/lessons.ts';
import { changeLesson } from '../../state/lessons/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { addDraft, deleteDraft, useDrafts } from '../../state/workshop/drafts.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import classes from './learn-page.module.css';

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A lesson as the page stands: its phantom and its recipe. */
function fromPage(): LessonDraft {
  const { recipe } = useRecipe.getState();
  const { dataset } = recipe;
  const { kind: _kind, ...phantom } =
    dataset.kind === 'phantom' ? dataset : { kind: 'phantom', ...phantomSettings.parse({}) };
  return emptyDraft(phantom, recipePatch({ ...DEFAULT_RECIPE, dataset }, recipe));
}

/** Lessons that a teacher makes: new, from one of the lab's, or from a file. */
export function OwnLessons({ onOpenFile }: { onOpenFile: (text: string) => void }) {
  const { drafts, unreadable } = useDrafts();
  const navigate = useNavigate();
  const write = (id: string) =>
    void navigate({
      to: '/train',
      search: (old: ViewSearch) => ({ ...old, make: id, lesson: undefined, shared: undefined }),
    });
  const open = (files: readonly File[]) => {
    const [file] = files;
    file?.text().then(onOpenFile, (error: unknown) => showProblem(describeError(error)));
  };
  const own = Object.entries(drafts).toSorted(([, a], [, b]) => b.changedAt - a.changedAt);
  return (
    <section aria-labelledby="own-lessons" className={classes.own}>
      <h3 id="own-lessons" className={classes.subheading}>
        Make a lesson
      </h3>
      <p className={classes.lead}>
        Write it beside the page: take the recipe as it stands, click controls away, ask, and tell. Give it
        out as a link or a file.
      </p>
      <Group gap="xs">
        <Button leftSection={<IconPencilPlus size={16} />} onClick={() => write(addDraft(fromPage()))}>
          New lesson
        </Button>
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button variant="default">Make one of these yours</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {LESSON_NAMES.map((name) => (
              <Menu.Item key={name} onClick={() => write(addDraft(lessonNamed(name)!))}>
                {lessonNamed(name)!.title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {own.length > 0 && (
        <ul className={classes.drafts} aria-label="Your lessons">
          {own.map(([id, { draft, changedAt }]) => (
            <li key={id} className={classes.draft}>
              <Button variant="subtle" className={classes.draftName!} onClick={() => write(id)}>
                {draft.title.trim() || 'A lesson without a title'}
              </Button>
              <span className={classes.when}>
                {draft.steps.length} {draft.steps.length === 1 ? 'step' : 'steps'} · {WHEN.format(changedAt)}
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete ${draft.title.trim() || 'the lesson without a title'}`}
                onClick={() => {
                  const undo = deleteDraft(id);
                  changeLesson(previewName(id), () => null);
                  document.getElementById('main')?.focus({ preventScroll: true });
                  showUndo(`“${draft.title.trim() || 'A lesson without a title'}” was deleted.`, undo);
                }}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {unreadable > 0 && (
        <p className={classes.when}>
          {unreadable} more cannot be read by this version. They stay in the browser.
        </p>
      )}
      <FileDrop
        label="A lesson as a file"
        icon={<IconFileImport size={28} aria-hidden />}
        title="Open a lesson file"
        onDrop={open}
      >
        Drop it here, or press: to do it, or to go on writing it.
      </FileDrop>
    </section>
  );
}
