import { BALANCING } from '../../lab/balance/registry.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { useData } from '../../state/data/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { useEpochCounts } from '../../state/recipe/use-epoch-counts.ts';
import { BalanceBars } from '../../ui/class-bars.tsx';
import { Section } from '../../ui/section.tsx';
import { Term } from '../../ui/term.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import classes from './balance-section.module.css';
import { ChoiceControl } from './choice-control.tsx';
import { NoEffectNotes } from './no-effect-notes.tsx';

/** How unequal classes are treated, with the classes of an epoch before and after. */
export function BalanceSection() {
  const balance = useRecipe((state) => state.recipe.balance);
  const task = useData((state) => state.dataset?.task);
  const change = (next: object) =>
    changeRecipe({ balance: parseRecipe({ ...useRecipe.getState().recipe, balance: next }).balance });
  return (
    <Section title={<Term of="balancing">Balance</Term>} place="recipe.balance">
      <ChoiceControl
        label="Balancing"
        hideLabel
        registry={BALANCING}
        value={balance.name}
        isDisabled={(name) => task !== undefined && !BALANCING[name].tasks.includes(task)}
        onChange={(name) => change({ name })}
      />
      <SchemaForm
        schema={BALANCING[balance.name].settings}
        values={balance}
        onChange={(values) => change({ ...balance, ...values })}
      />
      <NoEffectNotes of={['balance']} />
      <EpochClasses />
    </Section>
  );
}

function EpochClasses() {
  const { value, error } = useEpochCounts();
  const names = useData((state) => state.dataset?.classNames);
  if (error) return <p className={classes.error}>{error.message}</p>;
  if (!value || !names) return <div className={classes.waiting} aria-busy />;
  return <BalanceBars before={value.before} after={value.after} names={names} />;
}
