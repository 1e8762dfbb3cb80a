import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';
import { TrainPage } from '../pages/train/train-page.tsx';
import { viewSearch } from '../state/view/view.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ validateSearch: viewSearch, component: Shell });

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/train', search, replace: true });
  },
});

const train = createRoute({ getParentRoute: () => root, path: '/train', component: TrainPage });

const data = createRoute({
  getParentRoute: () => root,
  path: '/data',
  component: lazyPart(() => import('../pages/data/data-page.tsx').then(({ DataPage }) => DataPage)),
});

const results = createRoute({
  getParentRoute: () => root,
  path: '/results',
  component: lazyPart(() =>
    import('../pages/results/results-page.tsx').then(({ ResultsPage }) => ResultsPage),
  ),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  component: lazyPart(() =>
    import('../pages/compare/compare-page.tsx').then(({ ComparePage }) => ComparePage),
  ),
});

const study = createRoute({
  getParentRoute: () => root,
  path: '/study',
  component: lazyPart(() => import('../pages/study/study-page.tsx').then(({ StudyPage }) => StudyPage)),
});

const classroom = createRoute({
  getParentRoute: () => root,
  path: '/classroom',
  component: lazyPart(() =>
    import('../pages/classroom/classroom-page.tsx').then(({ ClassroomPage }) => ClassroomPage),
  ),
});

const challenge = createRoute({
  getParentRoute: () => root,
  path: '/challenge',
  component: lazyPart(() =>
    import('../pages/challenge/challenge-page.tsx').then(({ ChallengePage }) => ChallengePage),
  ),
});

const bench = createRoute({
  getParentRoute: () => root,
  path: '/bench',
  component: lazyPart(() => import('../pages/bench/bench-page.tsx').then(({ BenchPage }) => BenchPage)),
});

const learn = createRoute({
  getParentRoute: () => root,
  path: '/learn',
  component: lazyPart(() => import('../pages/learn/learn-page.tsx').then(({ LearnPage }) => LearnPage)),
});

/** Hash history: a static host knows no other address than the page's own. */
export const router = createRouter({
  routeTree: root.addChildren([
    index,
    train,
    data,
    results,
    compare,
    study,
    classroom,
    challenge,
    bench,
    learn,
  ]),
  history: createHashHistory(),
  defaultPreload: 'intent',
  // The shell has a boundary for each of its parts, and main one for the rest.
  disableGlobalCatchBoundary: true,
  defaultNotFoundComponent: () => <p>There is no such tab; choose one above.</p>,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
