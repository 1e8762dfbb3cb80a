import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { parseStudy, type Study } from '../../lab/study/study.ts';

/** The whole study as JSON, to be changed by hand. */
export function StudyText({ draft, onChange }: { draft: Study; onChange: (study: Study) => void }) {
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  return (
    <Stack gap="xs">
      <Textarea
        aria-label="The study as JSON"
        rows={16}
        styles={{ input: { fontFamily: 'ui-monospace, monospace', fontSize: 'var(--mantine-font-size-xs)' } }}
        value={text ?? JSON.stringify(draft, null, 2)}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={text === null}
        onClick={() => {
          try {
            onChange(parseStudy(JSON.parse(text!)));
            setText(null);
            setError(null);
          } catch (thrown) {
            setError((thrown as Error).message);
          }
        }}
      >
        Take over
      </Button>
    </Stack>
  );
}
