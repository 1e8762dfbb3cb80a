import { useMemo } from 'react';
import { seedAgreement } from '../../../lab/agreement/agreement.ts';
import type { SeedGroup } from '../seed-groups.ts';
import classes from './agreement.module.css';
import { ImageGroup } from './image-group.tsx';
import { stripImage } from './strip-images.ts';
import type { ValAnswers } from './use-answers.ts';

/** Recipes of which several seeds are ticked: the images that flip from one to the next make the noise. */
export function SeedFlips({ groups, answers }: { groups: readonly SeedGroup[]; answers: ValAnswers }) {
  return groups.map((group) => <Flips key={group.key} group={group} answers={answers} />);
}

function Flips({ group: { name, runs }, answers }: { group: SeedGroup; answers: ValAnswers }) {
  const told = useMemo(() => runs.filter(({ row }) => answers.byRun.has(row.id)), [runs, answers]);
  const agreement = useMemo(
    () => (told.length < 2 ? null : seedAgreement(told.map(({ row }) => answers.byRun.get(row.id)!))),
    [told, answers],
  );
  if (!agreement) return null;
  const { seeds, flips, alwaysRight, alwaysWrong } = agreement;
  const { row } = told[0]!;
  const rightBy = new Map(flips.map(({ image, right }) => [image, right]));
  return (
    <div className={classes.group}>
      <p className={classes.words}>
        {name}: {flips.length} of {alwaysRight + alwaysWrong + flips.length} images are right with one seed
        and wrong with another, and make the noise; {alwaysRight} are right with all {seeds} seeds,{' '}
        {alwaysWrong} with none.
      </p>
      <ImageGroup
        title={`Flip from seed to seed: ${name}`}
        heading="Flip from seed to seed"
        images={flips.map(({ image }) => image)}
        row={row}
        draw={(image) =>
          stripImage(row.dataset, answers.labels, image, `right ${rightBy.get(image)} of ${seeds}`)
        }
      />
    </div>
  );
}
