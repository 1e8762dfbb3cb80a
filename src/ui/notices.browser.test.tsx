import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { Notices, notifications } from './notices.tsx';

const place = document.createElement('div');
let unmount = () => {};

afterEach(() => {
  notifications.clean();
  unmount();
  place.remove();
});

it('goes out of the way of what has the focus, where a notice waited for its corner, too', async () => {
  document.body.append(place);
  notifications.show({ message: 'It was there before the corner.', autoClose: false });
  const root = createRoot(place);
  unmount = () => root.unmount();
  root.render(
    <MantineProvider>
      <button type="button" style={{ position: 'fixed', right: 20, bottom: 20, width: 200, height: 40 }}>
        Under the notice
      </button>
      <Notices />
    </MantineProvider>,
  );
  await expect.poll(() => document.querySelector('[role="alert"]')?.textContent).toContain('It was there');
  place.querySelector('button')!.focus();
  await expect.poll(() => document.querySelector('[data-away]')).not.toBeNull();
});
