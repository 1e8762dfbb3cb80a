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

function useRunName(selection: ImageSelection | null): string | undefined {
  const rows = useVisibleRows();
  const names = useMemo(() => runNames(rows), [rows]);
  return selection ? names.get(selection.run) : undefined;
}

/** Goes back to the figure that opened the images; null where there is none, or its run is gone. */
export function useWayBack(selection: ImageSelection | null): (() => void) | null {
  const { openRun } = useView();
  const navigate = useNavigate();
  const name = useRunName(selection);
  if (!selection || name === undefined) return null;
  return () =>
    void (selection.from === 'compare'
      ? navigate({ to: '/compare', search: (old: ViewSearch) => old })
      : openRun(selection.run));
}

/** Which figure the images are behind, the way back to it, and the way to all images. */
export function SelectionBar({ selection }: { selection: ImageSelection }) {
  const goBack = useWayBack(selection);
  const name = useRunName(selection);
  return (
    <fieldset className={classes.selection} aria-label="Selection">
      <span>
        {selection.part ? `${partName(selection.part)} images` : 'images'} behind a figure of{' '}
        {name ?? 'a run that is gone'}
      </span>
      {goBack && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowLeft size={14} />}
          aria-keyshortcuts="Escape"
          onClick={goBack}
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
