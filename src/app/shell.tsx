import { Link, Outlet, useNavigate, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { ViewZoom } from '../parts/curves/view-zoom.tsx';
import { LoadingBar } from '../parts/dataset-chip/loading-bar.tsx';
import { RecipePanel } from '../parts/recipe-panel/recipe-panel.tsx';
import { focusTrain } from '../parts/transport/focus-train.ts';
import { runToBeat } from '../state/first-minute/first-minute.ts';
import { ticked, unticked } from '../state/runs/letters.ts';
import { useRuns } from '../state/runs/store.ts';
import { useTrain } from '../state/training/store.ts';
import { useView, type ViewSearch } from '../state/view/view.ts';
import { preloadCharts } from '../ui/chart/lazy-chart.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { focusPage } from '../ui/focus-again.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { installShortcuts } from './commands/shortcuts.ts';
import { connectNavigation, PAGE_LABELS, TABS, useOverlays } from './commands/view-commands.ts';
import { documentTitle } from './document-title.ts';
import { Header } from './header.tsx';
import classes from './shell.module.css';
import { takeLink } from './start.ts';

const Help = lazyPart(() => import('./help.tsx').then((module) => module.Help));
/** Below what is seen first, or beside it and empty. */
const RunRail = lazyPart(() => import('../parts/run-rail/run-rail.tsx').then((module) => module.RunRail));
const PageDropZone = lazyPart(() =>
  import('../pages/data/drop-zone.tsx').then((module) => module.PageDropZone),
);
/** Beside the page where an address names a lesson. */
const LessonColumn = lazyPart(() =>
  import('../parts/lesson/lesson-column.tsx').then((module) => module.LessonColumn),
);
/** Where an address names a lesson that is being written. */
const WorkshopColumn = lazyPart(() =>
  import('../parts/workshop/workshop-column.tsx').then((module) => module.WorkshopColumn),
);
const Notices = lazyPart(() => import('../ui/notices.tsx').then((module) => module.Notices));
const Palette = lazyPart(() => import('./commands/palette.tsx').then((module) => module.Palette));

/** The frame of every tab: header, recipe, tabs, runs. */
export function Shell() {
  const navigate = useNavigate();
  const router = useRouter();
  const paletteWanted = useOverlays((state) => state.palette);
  const helpWanted = useOverlays((state) => state.help);
  useEffect(() => installShortcuts(), []);
  useEffect(
    () =>
      connectNavigation((path) => {
        // To be there already is to go to its beginning, which lies below an open recipe.
        if (path === router.state.location.pathname) focusPage();
        // A key leaves the focus where it was, out of sight or on what goes away.
        else void navigate({ to: path, search: (old: ViewSearch) => old }).then(focusPage);
      }),
    [navigate, router],
  );
  useEffect(preloadChartsInTime, []);
  return (
    <div className={classes.shell}>
      {/* Buttons, as the fragment of the address belongs to the router. */}
      <button type="button" className={classes.skip} onClick={focusPage}>
        Skip to the page
      </button>
      <button type="button" className={classes.skip} onClick={focusTrain}>
        Skip to Train
      </button>
      <ViewEffects />
      <div className={classes.top}>
        <ErrorBoundary place="The header">
          <Header />
        </ErrorBoundary>
        <Tabs />
      </div>
      <ErrorBoundary place="The loading">
        <LoadingBar />
      </ErrorBoundary>
      <Columns>
        <div className={classes.recipe}>
          <ErrorBoundary place="The recipe">
            <RecipePanel />
          </ErrorBoundary>
        </div>
        <main id="main" tabIndex={-1} className={classes.main}>
          <TabBoundary>
            <Suspense fallback={<div className={classes.waiting} aria-busy />}>
              <ViewZoom>
                <Outlet />
              </ViewZoom>
            </Suspense>
          </TabBoundary>
        </main>
        <aside className={classes.rail} aria-label="All runs">
          <ErrorBoundary place="The list of runs">
            <Suspense>
              <RunRail />
            </Suspense>
          </ErrorBoundary>
        </aside>
      </Columns>
      <Overlay place="The place to drop files">
        <DropZoneOfTab />
      </Overlay>
      <Overlay place="The corner of notices">
        <Notices />
      </Overlay>
      <Overlay place="The help">{helpWanted && <Help />}</Overlay>
      <Overlay place="The palette of commands">{paletteWanted && <Palette />}</Overlay>
    </div>
  );
}

/** On a phone the curves are far below what is seen first: there they are fetched when somebody sets out. */
function preloadChartsInTime(): () => void {
  if (matchMedia('(max-width: 600px)').matches) {
    addEventListener('scroll', preloadCharts, { once: true, passive: true });
    return () => removeEventListener('scroll', preloadCharts);
  }
  const idle = requestIdleCallback(preloadCharts, { timeout: 3000 });
  return () => cancelIdleCallback(idle);
}

/** Tabs that are about some of the runs: the list of all stands beside them where there is room, else below. */
const BESIDE_RUNS: readonly string[] = ['/train', '/results', '/compare'];

function Columns({ children }: { children: ReactNode }) {
  const { lesson, make } = useView();
  const isBeside = useRouterState({ select: (state) => BESIDE_RUNS.includes(state.location.pathname) });
  return (
    <div
      className={classes.columns}
      data-beside={isBeside || undefined}
      data-lesson={lesson !== null || make !== null || undefined}
      data-make={make !== null || undefined}
    >
      {(lesson !== null || make !== null) && (
        <div className={classes.lesson}>
          <ErrorBoundary key={make ?? lesson} place={make === null ? 'The lesson' : 'The workshop'}>
            <Suspense fallback={<div className={classes.waiting} aria-busy />}>
              {make !== null ? <WorkshopColumn id={make} /> : <LessonColumn name={lesson!} />}
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
      {children}
    </div>
  );
}

/** Follows the address; draws nothing, so that a change of the address does not draw the whole page anew. */
function ViewEffects() {
  useDrawNewRuns();
  useRecipeLinks();
  useDocumentTitle();
  return null;
}

/** Least time between two epochs in the title, in milliseconds: some screen readers read each change. */
const TITLE_REST = 5000;

/** The title follows the tab and the phase of the run at once, and its epochs now and then. */
function useDocumentTitle(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let phase: string | undefined;
    const tell = () => {
      clearTimeout(timer);
      timer = undefined;
      phase = useTrain.getState().phase;
      const title = documentTitle(PAGE_LABELS[path], useTrain.getState());
      if (title !== document.title) document.title = title;
    };
    tell();
    const end = useTrain.subscribe((train) => {
      if (train.phase !== phase) tell();
      else if (train.phase === 'running') timer ??= setTimeout(tell, TITLE_REST);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [path]);
}

/** Where what others hand in is dropped: no images. */
const HANDED_IN: readonly string[] = ['/classroom', '/challenge', '/learn'];

/** Files that are dropped are images, but where they are what others hand in. */
function DropZoneOfTab() {
  const isHandedIn = useRouterState({ select: (state) => HANDED_IN.includes(state.location.pathname) });
  return isHandedIn ? null : <PageDropZone />;
}

/** Each tab breaks by itself; another one, or the same one again, is drawn anew. */
function TabBoundary({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const label = TABS.find((tab) => tab.path === path)?.label;
  return (
    <ErrorBoundary key={path} place={label ? `The tab ${label}` : 'This page'}>
      {children}
    </ErrorBoundary>
  );
}

function Overlay({ place, children }: { place: string; children: ReactNode }) {
  return (
    <ErrorBoundary place={place}>
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  );
}

function Tabs() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.tabs} aria-label="Tabs">
      {TABS.map((tab) => (
        <Link
          key={tab.path}
          to={tab.path}
          search={(old: ViewSearch) => old}
          className={classes.tab!}
          aria-current={path === tab.path ? 'page' : undefined}
          onClick={(event) => {
            if (path !== tab.path) return;
            event.preventDefault();
            focusPage();
          }}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

/** How many runs are drawn together without being asked: more is hard to read. */
const DRAWN_TOGETHER = 4;

/** A run that begins is drawn, beside those that were drawn before on the same data. */
function useDrawNewRuns(): void {
  const view = useView();
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  useEffect(
    () =>
      // Told by the store, as a run that is over soon is never drawn by itself; and once: what is unticked while it trains stays so.
      useTrain.subscribe(({ runId }, before) => {
        if (runId === null || runId === before.runId) return;
        const { runs, changeView } = latest.current;
        const drawn = withNewRun(runs, runId);
        // Without a choice the latest one is drawn: to say so in the address would draw the page anew in one piece.
        if (runs === null && drawn.length === 1 && useRuns.getState().rows.at(-1)?.id === runId) return;
        setTimeout(() => void changeView({ runs: [...drawn] }), 0);
      }),
    [],
  );
}

/**
 * @param runs ids of the runs that are drawn, by letter; null without a choice
 * @param runId a run that has begun
 */
function withNewRun(runs: readonly string[] | null, runId: string): readonly string[] {
  const rows = useRuns.getState().rows;
  const live = rows.find((row) => row.id === runId);
  const sameData = rows.filter((row) => row.id !== runId && row.dataset.key === live?.dataset.key);
  const toBeat = runToBeat();
  const isDrawn = ({ id }: { id: string }) =>
    runs === null ? id === sameData.at(-1)?.id || id === toBeat : runs.includes(id);
  const before = sameData.filter(isDrawn);
  // The one to beat is the oldest, and stays.
  const latest = before.slice(1 - DRAWN_TOGETHER);
  const kept = new Set(before.filter((row) => latest.includes(row) || row.id === toBeat).map(({ id }) => id));
  const slots = (runs ?? [...kept]).filter((id) => id !== runId);
  const others = slots.filter((id) => !kept.has(id)).reduce(unticked, slots);
  return ticked(others, runId);
}

/** A recipe in the address is taken over into the form, also when the link is pasted while the page is open. */
function useRecipeLinks(): void {
  const { recipe }: ViewSearch = useSearch({ strict: false });
  const { changeView } = useView();
  useEffect(() => {
    if (recipe === undefined) return;
    takeLink(recipe);
    void changeView({ recipe: undefined });
  }, [recipe, changeView]);
}
