import { Button, Group } from '@mantine/core';
import { IconDeviceFloppy, IconLink, IconPlayerPlay } from '@tabler/icons-react';
import { describeError } from '../../lab/lab-error.ts';
import type { draftFaults, LessonDraft } from '../../lab/lesson/draft.ts';
import { lessonSchema } from '../../lab/lesson/lesson.ts';
import { LONGEST_LESSON_LINK, lessonHash } from '../../lab/lesson/link.ts';
import { writeLesson } from '../../lab/lesson/write-lesson.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import classes from './workshop.module.css';

function save(draft: LessonDraft): void {
  saveFile(`${draft.title.trim() || 'lesson'}.md`, writeLesson(draft), 'text/markdown');
}

/** A link to the lesson; where it would be too long for mail and chat, the file. */
function share(draft: LessonDraft): void {
  const link = location.href.split('#')[0] + lessonHash(lessonSchema.parse(draft));
  if (link.length > LONGEST_LESSON_LINK) {
    save(draft);
    showNote(
      `The link would be ${(link.length / 1000).toFixed(1)} kB long, and many programs cut it at 8. The lesson was saved as a file: students open it under Learn.`,
    );
    return;
  }
  navigator.clipboard.writeText(link).then(
    () => showNote('The link to this lesson is in the clipboard.'),
    (error: unknown) => showProblem(describeError(error)),
  );
}

/** How the lesson is tried, kept and given out, and what it still lacks. */
export function GiveLesson({
  draft,
  faults,
  onPreview,
  onOpen,
  onTold,
}: {
  draft: LessonDraft;
  faults: ReturnType<typeof draftFaults>;
  onPreview: () => void;
  onOpen: (step: number | null) => void;
  /** The person asked what is missing: from then on it is said beside the fields, too. */
  onTold: () => void;
}) {
  const isWhole = faults.length === 0;
  return (
    <div className={classes.give}>
      <Group gap={4}>
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} />}
          disabled={!isWhole}
          data-preview
          onClick={onPreview}
        >
          Preview
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconLink size={14} />}
          disabled={!isWhole}
          onClick={() => share(draft)}
        >
          Copy the link
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDeviceFloppy size={14} />}
          onClick={() => save(draft)}
        >
          Save as a file
        </Button>
      </Group>
      {!isWhole && (
        <details className={classes.missing} onToggle={onTold}>
          <summary>
            {faults.length === 1 ? 'One thing is missing' : `${faults.length} things are missing`} before
            students can do it
          </summary>
          <ul>
            {faults.map(({ step, text }) => (
              <li key={text}>
                <button type="button" className={classes.plain} onClick={() => onOpen(step)}>
                  {text}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
