import { ActionIcon, Button, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconLink, IconRestore, IconWand } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { type RefObject, Suspense, startTransition, useEffect, useRef, useState } from 'react';
import { recipeName } from '../../lab/recipe/name.ts';
import { recipeToLink } from '../../lab/recipe/parse.ts';
import { useData } from '../../state/data/store.ts';
import { WAY_BACK_PLACE } from '../../state/lessons/focus-lesson.ts';
import { redoCommand, undoCommand } from '../../state/recipe/commands.ts';
import { resetRecipe, useRecipe } from '../../state/recipe/store.ts';
import { useTrain } from '../../state/training/store.ts';
import { type Command, shortcutLabel } from '../../ui/command.ts';
import { useCommandEnabled } from '../../ui/command-button.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { showNote } from '../../ui/notify.tsx';
import { Opener } from '../../ui/opener.tsx';
import { tellHeight } from '../../ui/tell-height.ts';
import { Tip } from '../../ui/tip.tsx';
import { Toolbar } from '../../ui/toolbar.tsx';
import { Transport } from '../transport/transport.tsx';
import { DatasetMismatch } from './dataset-mismatch.tsx';
import { NextRunNote } from './next-run-note.tsx';
import classes from './recipe-panel.module.css';

const PresetsMenu = lazyPart(() => import('./presets-menu.tsx').then((module) => module.PresetsMenu));
/** Nothing of it is seen before there is a set. */
const RecipeFields = lazyPart(() => import('./recipe-fields.tsx').then((module) => module.RecipeFields));

/** Tabs that show runs which were trained: the recipe beside them is none of theirs. */
const BESIDE_RESULTS: readonly string[] = ['/results', '/compare', '/study'];

/** The recipe of the next run, ending in the button that trains it, or in the run that trains. */
export function RecipePanel() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const isFolding = useMediaQuery('(max-width: 950px)', undefined, { getInitialValueInEffect: false });
  // Half of all that the page is made of: where it is folded away it waits until it is wanted.
  const [isWanted, setIsWanted] = useState(false);
  if (!isFolding && !isWanted) setIsWanted(true);
  const panel = useRef<HTMLElement>(null);
  const fields = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  useFootTold(foot);
  useRunInSight(panel, fields);
  useFoldedByTabs(close);
  const name = useRecipe(({ recipe }) => recipeName(recipe));
  const ready = useData((state) => state.dataset !== null);
  const isBesideResults = useRouterState({
    select: ({ location }) => BESIDE_RESULTS.includes(location.pathname),
  });
  const told = isBesideResults ? `for the next run · ${name}` : name;
  return (
    <section
      ref={panel}
      className={classes.panel}
      aria-label="Recipe"
      data-folds="recipe"
      data-opened={opened || undefined}
    >
      <div className={classes.head}>
        <UnstyledButton
          className={classes.fold}
          onClick={() => {
            toggle();
            startTransition(() => setIsWanted(true));
          }}
          aria-expanded={opened}
        >
          <IconChevronDown size={16} aria-hidden className={classes.chevron} />
          <span className={classes.foldText} data-below={isBesideResults || undefined}>
            <span className={classes.title}>Recipe</span>
            <span className={classes.name}>{told}</span>
          </span>
        </UnstyledButton>
        <h2 className={classes.heading}>Recipe</h2>
        <RecipeTools />
      </div>
      <div ref={fields} className={classes.body}>
        <Text size="xs" c="dimmed" className={classes.wideName}>
          {told}
        </Text>
        <DatasetMismatch />
        <Suspense>{ready && isWanted && <RecipeFields />}</Suspense>
      </div>
      <div ref={foot} className={classes.foot}>
        <div id={WAY_BACK_PLACE} />
        <NextRunNote />
        <Transport />
      </div>
    </section>
  );
}

/** Whether Train lies over the page depends on the tab as well. */
function useFootTold(foot: RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew where the tab is another one
  useEffect(() => tellHeight(foot.current, '--lab-foot', 'fixed'), [path, foot]);
}

/** Where the recipe stands above the page it would hide the tab that was asked for. */
function useFoldedByTabs(fold: () => void): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) fold();
    before.current = path;
  }, [path, fold]);
}

/**
 * Where the recipe stands above the page, a run that is started from it would go on below the window: what shows it comes
 * into sight. Not for a run that started by itself or from elsewhere on the page.
 */
function useRunInSight(panel: RefObject<HTMLElement | null>, fields: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const bring = () => {
      if (!panel.current?.contains(document.activeElement)) return;
      const table = document.querySelector('[data-place="light-table"]');
      if (!table || !matchMedia('(max-width: 950px)').matches) return;
      const { top, bottom } = table.getBoundingClientRect();
      if (top < innerHeight / 2 && bottom > innerHeight / 2) return;
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      table.scrollIntoView({ block: 'start', behavior: isStill ? 'auto' : 'smooth' });
      // From a field that is out of sight then, the focus goes along; the bar of the run stays, and has its own.
      if (fields.current?.contains(document.activeElement)) {
        document.getElementById('main')?.focus({ preventScroll: true });
      }
    };
    // Told by the store: a start that is over soon is never drawn.
    return useTrain.subscribe(({ phase }, before) => {
      if (phase === 'starting' && before.phase !== 'starting') bring();
    });
  }, [panel, fields]);
}

/** A step back or forth. */
function StepButton({ command }: { command: Command }) {
  const enabled = useCommandEnabled(command);
  const [shortcut] = command.keys;
  const Icon = command.icon;
  return (
    <Tip label={`${command.label} (${shortcutLabel(shortcut!)})`}>
      <ActionIcon
        variant="subtle"
        className={classes.step!}
        aria-label={command.label}
        disabled={!enabled}
        onClick={command.perform}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tip>
  );
}

function RecipeTools() {
  const copyLink = async () => {
    const link = new URL(location.href);
    link.hash = `#/train?recipe=${recipeToLink(useRecipe.getState().recipe)}`;
    await navigator.clipboard.writeText(link.href);
    showNote('A link to this recipe is on the clipboard.');
  };
  return (
    <Toolbar label="Tools of the recipe" className={classes.tools}>
      <StepButton command={undoCommand} />
      <StepButton command={redoCommand} />
      <Opener
        opens="menu"
        button={
          <Button size="compact-xs" variant="subtle" px={6} leftSection={<IconWand size={16} />}>
            Presets
          </Button>
        }
      >
        {(opening) => <PresetsMenu opening={opening} />}
      </Opener>
      <Tip label="Copy a link to this recipe">
        <ActionIcon variant="subtle" aria-label="Copy a link to this recipe" onClick={copyLink}>
          <IconLink size={16} />
        </ActionIcon>
      </Tip>
      <Tip label="Back to the default recipe">
        <ActionIcon variant="subtle" aria-label="Back to the default recipe" onClick={resetRecipe}>
          <IconRestore size={16} />
        </ActionIcon>
      </Tip>
    </Toolbar>
  );
}
