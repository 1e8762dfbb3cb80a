/**
 * The layers of docs/architecture.md: each may import only what stands to its right.
 *   page:    app -> pages -> parts -> state -> ui | worker/client | storage -> lab
 *   worker:  worker/host | worker/bench -> training -> kernels -> tfjs | lab/exact-math | lab/augment/pixel-change;  training -> datasets -> lab
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

const BELOW_STATE = [
  '^src/lessons/',
  '^src/ui/',
  '^src/worker/client/',
  '^src/worker/protocol',
  '^src/storage/',
  '^src/lab/',
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:|\\?' },
    },
    only('lab-stands-alone', '^src/lab/', ['^src/lab/'], 'the domain imports nothing of ours'),
    {
      name: 'lab-is-pure',
      comment: 'no tfjs, no React in the domain',
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { path: 'node_modules/(@tensorflow|react|react-dom|@mantine|zustand|recharts|comlink|idb)/' },
    },
    only('datasets-see-lab', '^src/datasets/', ['^src/datasets/', '^src/lab/'], 'datasets -> lab'),
    only(
      'kernels-see-tfjs',
      '^src/kernels/',
      ['^src/kernels/', '^src/lab/exact-math\\.ts$', '^src/lab/augment/pixel-change\\.ts$'],
      'kernels import only tfjs, the functions that are the same in every engine, and what a change of pixels is',
    ),
    only(
      'training-sees-right',
      '^src/training/',
      ['^src/training/', '^src/kernels/', '^src/datasets/', '^src/lab/'],
      'training -> kernels | datasets -> lab',
    ),
    only(
      'host-sees-training',
      '^src/worker/host/',
      ['^src/worker/', '^src/training/', '^src/kernels/', '^src/datasets/', '^src/storage/', '^src/lab/'],
      'worker/host -> training',
    ),
    only(
      'bench-sees-training',
      '^src/worker/bench/',
      [
        '^src/worker/bench/',
        '^src/worker/borrow-thread\\.ts$',
        '^src/worker/protocol',
        '^src/training/',
        '^src/kernels/',
        '^src/storage/',
        '^src/lab/',
      ],
      'worker/bench -> training',
    ),
    only(
      'pictures-see-training',
      '^src/worker/pictures/',
      [
        '^src/worker/pictures/',
        '^src/worker/expose',
        '^src/worker/protocol',
        '^src/training/batch/',
        '^src/training/targets',
        '^src/training/next-task',
        '^src/lab/',
      ],
      'worker/pictures -> training/batch, which is without tfjs',
    ),
    only(
      'protocol-sees-lab',
      '^src/worker/protocol',
      ['^src/worker/protocol', '^src/lab/'],
      'the protocol speaks of the domain only',
    ),
    only(
      'client-sees-lab',
      '^src/worker/client/',
      ['^src/worker/client/', '^src/worker/protocol', '^src/lab/'],
      'worker/client -> lab',
    ),
    only('storage-sees-lab', '^src/storage/', ['^src/storage/', '^src/lab/'], 'storage -> lab'),
    only('ui-sees-lab', '^src/ui/', ['^src/ui/', '^src/lab/'], 'ui knows nothing of training'),
    only('lessons-are-texts', '^src/lessons/', ['^src/lessons/'], 'a lesson needs no code'),
    only(
      'state-sees-right',
      '^src/state/',
      ['^src/state/', ...BELOW_STATE],
      'state -> ui | worker/client | storage -> lab',
    ),
    {
      name: 'state-has-no-component',
      comment: 'what the page holds knows nothing of what it draws',
      severity: 'error',
      from: { path: '^src/state/' },
      to: { path: '\\.tsx$|\\.css$', pathNot: '^src/ui/' },
    },
    only('parts-see-right', '^src/parts/', ['^src/parts/', '^src/state/', ...BELOW_STATE], 'parts -> state'),
    only(
      'pages-see-right',
      '^src/pages/',
      ['^src/pages/', '^src/parts/', '^src/state/', ...BELOW_STATE],
      'pages -> parts -> state',
    ),
    {
      name: 'no-page-sees-another',
      comment: 'what two pages show is a part',
      severity: 'error',
      from: { path: '^src/pages/([^/]+)/' },
      to: { path: '^src/pages/', pathNot: '^src/pages/$1/' },
    },
    only(
      'app-sees-right',
      '^src/app/',
      ['^src/app/', '^src/pages/', '^src/parts/', '^src/state/', ...BELOW_STATE],
      'app -> pages -> parts -> state',
    ),
    only(
      'own-page-sees-right',
      '^src/own-page/(?!worker\\.ts|own-model\\.ts)',
      ['^src/own-page/', '^src/ui/', '^src/worker/client/lend-threads\\.ts$', '^src/lab/'],
      'own-page -> ui | lend-threads -> lab',
    ),
    only(
      'own-model-sees-training',
      '^src/own-page/(worker|own-model)\\.ts$',
      [
        '^src/own-page/',
        '^src/worker/borrow-thread\\.ts$',
        '^src/training/',
        '^src/kernels/',
        '^src/datasets/',
        '^src/lab/',
      ],
      'the worker of a page of one’s own -> training | datasets -> lab',
    ),
    only(
      'service-worker-stands-alone',
      '^src/service-worker/',
      ['^src/service-worker/'],
      'it knows the files of the page, and nothing of what they do',
    ),
    {
      name: 'page-never-loads-tfjs',
      comment: 'tfjs lives in the worker chunk',
      severity: 'error',
      from: { path: '^src/(app|pages|parts|state|ui|storage|lab|worker/client|worker/protocol|datasets)' },
      to: { path: 'node_modules/@tensorflow/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$|^src/kernels/simd/assembly/|^src/[^/]+/testing/' },
    // By the package typescript, which stays at 6: version 7 has no compiler API to parse with, and then nothing would be
    // cruised. Types are checked by version 7 (typescript-7), in a third of the time.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
