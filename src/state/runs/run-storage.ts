import type { LabErrorDescription } from '../../lab/lab-error.ts';
import { untilItFails } from '../../lab/until-it-fails.ts';
import { showProblem } from '../../ui/notify.tsx';

/** Fetched beside the page: reading stored rows takes their schemas, which the first sight of the page does without. */
export const runStorage = untilItFails(async () => {
  const [{ RunStorage }, { onOutdated }] = await Promise.all([
    import('../../storage/runs.ts'),
    import('../../storage/open-database.ts'),
  ]);
  onOutdated(() => showProblem(OUTDATED));
  return new RunStorage();
});
// A failure is told by whoever uses it.
runStorage().catch(() => undefined);

const OUTDATED: LabErrorDescription = {
  code: 'storage-failed',
  message: 'A newer version of the lab is open in another tab, and has taken over the storage.',
  remedy: 'What is stored is kept. Export what trains here, if you want it, then reload this page.',
};
