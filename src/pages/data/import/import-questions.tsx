import { Button, Group, NativeSelect, Text } from '@mantine/core';
import type { ImportLook } from '../../../lab/import/look.ts';
import type { GivenImportOptions } from '../../../lab/import/options.ts';
import type { Question } from '../../../lab/import/plan.ts';
import { changeImport, useImport } from '../../../state/data/import.ts';
import classes from './import-window.module.css';

/** What only the person knows. */
export function ImportQuestions({ look }: { look: ImportLook }) {
  const leftOut = useImport((state) => state.options.leaveOut) ?? [];
  return look.plan.questions.map((question) => (
    <section key={question.text} className={classes.question} aria-label={question.text}>
      <Text fw={600} size="sm">
        {question.text}
      </Text>
      {question.option === 'labelColumn' ? (
        <NativeSelect
          aria-label={question.text}
          data={['', ...question.answers.map(({ value }) => value)]}
          value=""
          onChange={(event) => void changeImport({ labelColumn: event.currentTarget.value })}
        />
      ) : (
        <Group gap="xs">
          {question.answers.map(({ value, label }) => (
            <Button
              key={value}
              size="compact-sm"
              variant="default"
              onClick={() => void changeImport(answer(question.option, value, leftOut))}
            >
              {label}
            </Button>
          ))}
        </Group>
      )}
    </section>
  ));
}

type Kinds = NonNullable<GivenImportOptions['leaveOut']>;

function answer(option: Question['option'], value: string, leftOut: Kinds): GivenImportOptions {
  if (option === 'leaveOut') return { leaveOut: [...leftOut, value as Kinds[number]] };
  return { labels: value as 'classes' | 'labels' };
}
