import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { type Challenge, challengeFromLink } from '../../lab/challenge/challenge.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { useView } from '../../state/view/view.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { BoardSection } from './board-section.tsx';
import classes from './challenge-page.module.css';
import { SetIt } from './set-it.tsx';
import { TakeOn } from './take-on.tsx';

/** A set, a budget and a goal: one sets it, others take it on by a link, and the board orders what they hand in. */
export function ChallengePage() {
  const { challenge: word } = useView();
  const wanted = useMemo(() => (word === null ? null : read(word)), [word]);
  const challenge = wanted && 'challenge' in wanted ? wanted.challenge : null;
  return (
    <Stack gap="md">
      {wanted && 'error' in wanted && <ErrorNotice error={wanted.error} />}
      {challenge ? (
        <TakeOn challenge={challenge} />
      ) : (
        <>
          <header>
            <h2 className={classes.headline}>A challenge</h2>
            <Text size="sm" c="dimmed" maw={640}>
              Everybody has the same images and the same budget. The test part stays sealed until a run is
              handed in; then one figure on it counts.
            </Text>
          </header>
          <SetIt />
        </>
      )}
      <BoardSection challenge={challenge} />
    </Stack>
  );
}

function read(word: string): { readonly challenge: Challenge } | { readonly error: LabErrorDescription } {
  try {
    return { challenge: challengeFromLink(word) };
  } catch (error) {
    return { error: describeError(error) };
  }
}
