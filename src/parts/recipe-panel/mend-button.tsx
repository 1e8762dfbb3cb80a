import { Button } from '@mantine/core';
import type { NoEffect } from '../../lab/recipe/no-effect.ts';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';

/** The press that mends what has no effect; nothing where there is none. */
export function MendButton({ of: { mend } }: { of: Pick<NoEffect, 'mend'> }) {
  if (!mend) return null;
  return (
    <Button
      size="compact-xs"
      variant="light"
      onClick={() => setRecipe(mend.change(useRecipe.getState().recipe))}
    >
      {mend.label}
    </Button>
  );
}
