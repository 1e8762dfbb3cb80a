import { Text } from '@mantine/core';
import type { Study } from '../../lab/study/study.ts';
import { TRANSFER_STUDY, transferStudy } from '../../lab/study/transfer-study.ts';
import { StartPicker } from '../../parts/starts/start-picker.tsx';
import { useRecipe } from '../../state/recipe/store.ts';
import classes from './preset-cards.module.css';
import { PresetDrawing } from './preset-drawing.tsx';

/** A ready-made study that needs weights of another set before it can be planned. */
export function TransferCard({ onChoose }: { onChoose: (study: Study) => void }) {
  return (
    <div className={classes.card}>
      <PresetDrawing id={TRANSFER_STUDY.id} />
      <Text component="span" size="sm" fw={600}>
        {TRANSFER_STUDY.label}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {TRANSFER_STUDY.explanation}
      </Text>
      <div className={classes.price}>
        <StartPicker
          label="Weights for the study of transfer"
          hideLabel
          size="xs"
          chosen={null}
          none="Choose weights…"
          onPick={(picked) => {
            if (!picked) return;
            const { hash: weights, name, facts } = picked;
            onChoose(transferStudy(useRecipe.getState().recipe.dataset, { weights, name }, facts));
          }}
        />
      </div>
    </div>
  );
}
