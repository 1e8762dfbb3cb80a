import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import type { ReportSubject } from '../../state/report/report-of-page.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';

const ReportWindow = lazyPart(async () => (await import('./report-window.tsx')).ReportWindow);

/** Opens the lab report of some runs, or of a study. */
export function ReportButton({
  subject,
  size = 'compact-sm',
  onOpen,
}: {
  subject: ReportSubject;
  size?: 'compact-sm' | 'xs';
  /** Before the window is shown. */
  onOpen?: () => void;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size={size}
        variant="default"
        leftSection={<IconFileText size={16} />}
        aria-haspopup="dialog"
        onClick={() => {
          onOpen?.();
          setOpened(true);
        }}
      >
        Lab report
      </Button>
      {opened && (
        <ErrorBoundary place="The lab report">
          <Suspense>
            <ReportWindow subject={subject} onClose={() => setOpened(false)} />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  );
}
