import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { renderToStaticMarkup } from 'react-dom/server';
import { TrainPage } from '../pages/train/train-page.tsx';
import { FIRST_MINUTE_KEY, useFirstMinute } from '../state/first-minute/first-minute.ts';
import { viewSearch } from '../state/view/view.ts';
import { Shell } from './shell.tsx';
import { theme } from './theme.ts';

export { FIRST_MINUTE_KEY };

/**
 * The page of a first visit as it stands before anything is known: no set, no runs, nothing that is fetched later. The build
 * (scripts/first-sight-plugin.ts) writes it into index.html, so that it is seen while the scripts are on their way.
 *
 * @returns HTML of what stands in the root, with the theme's style elements
 */
export async function drawFirstSight(): Promise<string> {
  // Drawn outside a browser, stores show the state that they begin with.
  Object.assign(useFirstMinute.getInitialState(), { isFirstVisit: true });
  const root = createRootRoute({ validateSearch: viewSearch, component: Shell });
  const train = createRoute({ getParentRoute: () => root, path: '/train', component: TrainPage });
  const router = createRouter({
    routeTree: root.addChildren([train]),
    history: createMemoryHistory({ initialEntries: ['/train'] }),
  });
  await router.load();
  const html = renderToStaticMarkup(
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  // React's notes on what was fetched later are for a page that takes these elements over.
  return html.replaceAll(/<!--.*?-->|<template[^>]*><\/template>/gs, '').replaceAll('href="/', 'href="#/');
}
