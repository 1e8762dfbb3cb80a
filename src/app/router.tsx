import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { TrainPage } from '../features/train/train-page.tsx';
import { viewSearch } from '../features/view/view.ts';
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
  component: lazyRouteComponent(() => import('../features/data/data-page.tsx'), 'DataPage'),
});

const results = createRoute({
  getParentRoute: () => root,
  path: '/results',
  component: lazyRouteComponent(() => import('../features/results/results-page.tsx'), 'ResultsPage'),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  component: lazyRouteComponent(() => import('../features/compare/compare-page.tsx'), 'ComparePage'),
});

const study = createRoute({
  getParentRoute: () => root,
  path: '/study',
  component: lazyRouteComponent(() => import('../features/study/study-page.tsx'), 'StudyPage'),
});

const bench = createRoute({
  getParentRoute: () => root,
  path: '/bench',
  component: lazyRouteComponent(() => import('../features/bench/bench-page.tsx'), 'BenchPage'),
});

/** Hash history: a static host knows no other address than the page's own. */
export const router = createRouter({
  routeTree: root.addChildren([index, train, data, results, compare, study, bench]),
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultNotFoundComponent: () => <p>There is no such tab; choose one above.</p>,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
