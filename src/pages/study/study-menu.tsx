import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { describeError } from '../../lab/lab-error.ts';
import { studyToLink } from '../../lab/study/link.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import type { Study } from '../../lab/study/study.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { ask, requestBack } from '../../state/studies/ask.ts';
import { bundleOf, studyTexts } from '../../state/studies/bundle-files.ts';
import { useView } from '../../state/view/view.ts';
import { showNote, showProblem, showUndo } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';

/** Files of a study, and the ways to plan it anew or be rid of it. */
export function StudyMenu({
  state,
  runs,
  onDraft,
}: {
  state: StudyState;
  runs: ReadonlyMap<string, ScoredRun>;
  onDraft: (study: Study) => void;
}) {
  const { study, id } = state;
  const { changeView } = useView();
  const save = (name: keyof ReturnType<typeof studyTexts>, type: string) =>
    saveFile(`${study.name}-${name}`, studyTexts(state, runs)[name], type);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label="More about this study">
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('table.csv', 'text/csv')}>Cells as CSV</Menu.Item>
        <Menu.Item onClick={() => save('runs.csv', 'text/csv')}>Runs as CSV</Menu.Item>
        <Menu.Item onClick={() => save('report.md', 'text/markdown')}>Report as Markdown</Menu.Item>
        <Menu.Item onClick={() => saveFile(`${study.name}.json`, JSON.stringify(study, null, 2))}>
          Study as JSON
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            bundleOf(state, runs)
              .then((bytes) => saveFile(`${study.name}-bundle.zip`, bytes, 'application/zip'))
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          All of it as a bundle
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            const address = `${location.href.split('#')[0]}#/study?plan=${studyToLink(study)}`;
            navigator.clipboard
              .writeText(address)
              .then(() => showNote('The link to this study is in the clipboard.'))
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          Copy a link
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => onDraft(study)}>Plan another like it</Menu.Item>
        <Menu.Item
          onClick={() => {
            ask({ kind: 'delete', study: id })
              .then(() => {
                void changeView({ study: undefined, cell: undefined });
                document.getElementById('main')?.focus();
                const text = `“${study.name}” was deleted; its runs stay in the list.`;
                showUndo(text, () => requestBack(state));
              })
              .catch((error: unknown) => showProblem(describeError(error)));
          }}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
