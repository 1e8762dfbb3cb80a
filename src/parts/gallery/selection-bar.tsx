import { Button } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { partName } from '../../lab/leak-note.ts';
import { clearSelection, type ImageSelection } from '../../state/gallery/store.ts';
import { runNames } from '../../state/runs/names.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import classes from './gallery.module.css';

/** Which figure the images are behind, the way back to it, and the way to all images. */
export function SelectionBar({ selection }: { selection: ImageSelection }) {
  const rows = useVisibleRows();
  const names = useMemo(() => runNames(rows), [rows]);
  const { openRun } = useView();
  const navigate = useNavigate();
  const toCompare = () => navigate({ to: '/compare', search: (old: ViewSearch) => old });
  const name = names.get(selection.run);
  return (
    <fieldset className={classes.selection} aria-label="Selection">
      <span>
        {selection.part ? `${partName(selection.part)} images` : 'images'} behind a figure of{' '}
        {name ?? 'a run that is gone'}
      </span>
      {name !== undefined && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => void (selection.from === 'compare' ? toCompare() : openRun(selection.run))}
        >
          Back to {selection.from === 'compare' ? 'Compare' : 'Results'}
        </Button>
      )}
      <Button size="compact-xs" variant="default" leftSection={<IconX size={14} />} onClick={clearSelection}>
        All images
      </Button>
    </fieldset>
  );
}
