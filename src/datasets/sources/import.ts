import { keepFile } from '../cache/keep-file.ts';
import type { DatasetSource } from '../source.ts';

/** Files of any kind that an importer knows; what they became is kept as an .npz, which needs no importing again. */
export const importSource: DatasetSource<'import'> = {
  kind: 'import',
  async load({ files, options }, context) {
    const { openOnce, planImport, takeImport, npzOf } = await fetchImporters();
    const source = await openOnce(files, context);
    const found = source.found(options);
    const plan = planImport(found, options);
    const dataset = await takeImport(source, found.name, plan, context);
    const file = await npzOf(dataset, [...plan.will, ...plan.warnings], context);
    await keepFile(file, dataset.summary.key, context);
    return dataset;
  },
};

/** Readers of other people's files are fetched when there are some. */
async function fetchImporters() {
  const [{ openOnce }, { planImport }, { takeImport }, { npzOf }] = await Promise.all([
    import('../importers/opened.ts'),
    import('../../lab/import/plan.ts'),
    import('../importers/take.ts'),
    import('../npz/write-npz.ts'),
  ]);
  return { openOnce, planImport, takeImport, npzOf };
}
