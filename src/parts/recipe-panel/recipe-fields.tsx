import { Suspense } from 'react';
import { startText } from '../../lab/start/start.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Section } from '../../ui/section.tsx';
import { Staggered } from '../../ui/staggered.tsx';
import { AdvancedSection } from './advanced-section.tsx';
import { AugmentSection } from './augment-section.tsx';
import { BalanceSection } from './balance-section.tsx';
import { HouseNote } from './house-note.tsx';
import { InputSection } from './input-section.tsx';
import { LearningSection } from './learning-section.tsx';
import { ModelSection } from './model-section.tsx';
import { NoEffectNotes } from './no-effect-notes.tsx';
import classes from './recipe-panel.module.css';
import { WayToLearnSection } from './way-to-learn.tsx';

const StartSection = lazyPart(() =>
  import('../starts/start-section.tsx').then((module) => module.StartSection),
);

/** The same element for good: it is not drawn anew with the panel. */
const FIELDS = (
  <Staggered>
    <HouseNote />
    <WayToLearnSection />
    <AugmentSection />
    <InputSection />
    <BalanceSection />
    <LearningSection />
    <ModelSection />
    <StartPart />
    <AdvancedSection />
  </Staggered>
);

/** All that the recipe says, one part after the other. */
export function RecipeFields() {
  return FIELDS;
}

/** Its room is there before what stands in it. */
function StartPart() {
  const start = useRecipe(({ recipe }) => recipe.start);
  return (
    <Section title={`Starts ${startText(start)}`}>
      <Suspense fallback={<div className={classes.start} />}>
        <StartSection />
      </Suspense>
      <NoEffectNotes of={['start']} />
    </Section>
  );
}
