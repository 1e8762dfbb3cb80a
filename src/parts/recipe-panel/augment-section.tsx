import { Checkbox, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { Section } from '../../ui/section.tsx';
import { Term } from '../../ui/term.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import classes from './augment-section.module.css';
import { NoEffectNotes } from './no-effect-notes.tsx';
import { SampleStrip } from './sample-strip.tsx';

const PRIMARY: readonly AugmentationName[] = ['flip', 'noise'];
const OTHERS = (Object.keys(AUGMENTATIONS) as AugmentationName[]).filter((name) => !PRIMARY.includes(name));

export function AugmentSection() {
  const augment = useRecipe((state) => state.recipe.augment);
  const others = OTHERS.filter((name) => augment[name] !== undefined).length;
  return (
    <Section title={<Term of="augmentation">Augment</Term>}>
      {PRIMARY.map((name) => (
        <AugmentationToggle key={name} name={name} />
      ))}
      <NormaliseToggle />
      <Folded label={others > 0 ? `More augmentations (${others} on)` : 'More augmentations'}>
        {OTHERS.map((name) => (
          <AugmentationToggle key={name} name={name} />
        ))}
      </Folded>
      <SampleStrip />
    </Section>
  );
}

function AugmentationToggle({ name }: { name: AugmentationName }) {
  const settings = useRecipe((state) => state.recipe.augment[name]);
  const { label, explanation, settings: schema } = AUGMENTATIONS[name];
  const change = (next: object | undefined) => {
    const { [name]: _before, ...rest } = useRecipe.getState().recipe.augment;
    changeRecipe({ augment: (next ? { ...rest, [name]: next } : rest) as Recipe['augment'] });
  };
  return (
    <div>
      <Tooltip label={explanation} multiline w={260} position="top-start">
        <Checkbox
          label={label}
          checked={settings !== undefined}
          onChange={(event) => change(event.currentTarget.checked ? schema.parse({}) : undefined)}
        />
      </Tooltip>
      {settings && Object.keys(schema.shape).length > 0 && (
        <div className={classes.settings}>
          <SchemaForm
            schema={schema}
            values={settings}
            onChange={(values) => change({ ...settings, ...values })}
          />
        </div>
      )}
      <NoEffectNotes of={[`augment.${name}`]} />
    </div>
  );
}

/** Normalising is a property of the input, so val and test are treated alike; here it stands with the other two. */
function NormaliseToggle() {
  const normalise = useRecipe((state) => state.recipe.normalise);
  const description = recipeSchema.shape.normalise.meta()?.description;
  return (
    <div>
      <Tooltip label={description} multiline w={260} position="top-start">
        <Checkbox
          label="Normalise"
          checked={normalise !== 'none'}
          onChange={(event) => changeRecipe({ normalise: event.currentTarget.checked ? 'half' : 'none' })}
        />
      </Tooltip>
      {normalise !== 'none' && (
        <div className={classes.settings}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="How to normalise"
            data={[
              { value: 'half', label: '(x − 0.5) / 0.5' },
              { value: 'train', label: 'by the training part' },
            ]}
            value={normalise}
            onChange={(value) => changeRecipe({ normalise: value as Recipe['normalise'] })}
          />
          <Text size="xs" c="dimmed" mt={4}>
            For validation and test as well.
          </Text>
        </div>
      )}
      <NoEffectNotes of={['normalise']} />
    </div>
  );
}
