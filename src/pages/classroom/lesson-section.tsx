import { Text } from '@mantine/core';
import type { LessonHandIn } from '../../lab/classroom/lesson-hand-in.ts';
import { lessonSpread, type Spread, type StepSpread } from '../../lab/classroom/lesson-spread.ts';
import type { Student } from '../../lab/classroom/pool.ts';
import { lessonNamed } from '../../state/lessons/lessons.ts';
import classes from './classroom-page.module.css';

/** What a class guessed in a lesson, beside what came out; nothing where it trained a study. */
export function LessonSection({ students }: { students: readonly Student[] }) {
  const handedIn = students.flatMap(({ lesson }): LessonHandIn[] => (lesson ? [lesson] : []));
  const [first] = handedIn;
  if (!first) return null;
  const lesson = lessonNamed(first.lesson);
  const steps = lesson ? lessonSpread(lesson, handedIn) : [];
  return (
    <section className={classes.card} aria-label="Guesses of the class">
      <h3 className={classes.title}>{first.title}: what was guessed, and what came out</h3>
      {!lesson && (
        <Text size="sm">
          The lesson is not on this device, so its questions cannot be shown. Open its link or file, and press
          “Take this lesson”.
        </Text>
      )}
      {lesson && steps.length === 0 && <Text size="sm">Nobody has answered anything.</Text>}
      {steps.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.spread} aria-label="Guesses beside what came out">
            <thead>
              <tr>
                <th scope="col">question</th>
                <th scope="col">guessed</th>
                <th scope="col">came out</th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={step.title}>
                  <th scope="row">{step.ask}</th>
                  <td>
                    <Guesses step={step} />
                  </td>
                  <td>
                    {step.cameOut.length === 0 &&
                      (step.isMeasured ? 'Nobody has trained it yet.' : 'Not measured: talk about it.')}
                    <ul>
                      {step.cameOut.map(({ label, spread }) => (
                        <li key={label}>
                          {label}: {spreadText(spread)}
                        </li>
                      ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Text size="sm" c="dimmed" mt="xs">
        Of {handedIn.length} {handedIn.length === 1 ? 'student' : 'students'}: the middle one, and the range
        from the lowest to the highest.
      </Text>
    </section>
  );
}

function Guesses({ step: { answers, guessed } }: { step: StepSpread }) {
  return (
    <ul>
      {guessed && <li>{spreadText(guessed)}</li>}
      {answers.map(({ text, count }) => (
        <li key={text}>
          {text} <span className={classes.count}>× {count}</span>
        </li>
      ))}
    </ul>
  );
}

function spreadText({ least, middle, most, count }: Spread): string {
  const figure = (value: number) => value.toFixed(3);
  return count === 1 ? figure(middle) : `${figure(middle)} (${figure(least)} to ${figure(most)})`;
}
