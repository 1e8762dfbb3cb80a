import './wake.ts';
import './mantine-styles.ts';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, startTransition } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { lab } from '../worker/client/lab.ts';
import { UNSEEN_HASH } from './automation-types.ts';
import { installKeepFocus } from './keep-focus.ts';
import { pageRoot } from './page-root.ts';
import { router } from './router.tsx';
import { start } from './start.ts';
import { theme } from './theme.ts';
import { tellUncaught } from './uncaught.ts';

tellUncaught();
installKeepFocus();
// What computes is the larger part of what a first visit fetches, and nothing on the page is needed for it.
lab.wake();

const page = (
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ErrorBoundary place="The page">
        <RouterProvider router={router} />
      </ErrorBoundary>
    </MantineProvider>
  </StrictMode>
);
// In a task of its own, as all that is read above takes one.
setTimeout(() => {
  // Nobody looks at a page that the command line opened: to draw it would take time from training.
  if (location.hash !== UNSEEN_HASH) {
    // In slices: between them the worker is heard, and whoever types or presses.
    startTransition(() => pageRoot().render(page));
  }
  // The address may hold a recipe, which decides what is loaded first.
  void router.load().then(() => start(router.state.location));
});
