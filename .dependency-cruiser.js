/** Who may import whom; docs/ARCHITECTURE.md says why. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const FRAMEWORKS = '^node_modules/(@nestjs|typeorm|express)/';
const PURE = [
  '^src/(domain-error|calendar-date)\\.ts$',
  '^src/tenancy/(company-id|scopes|token-format)\\.ts$',
  '^src/actions/(action-(lifecycle|categories|edits)|approval-warnings|reasons)\\.ts$',
  '^src/ledger/(money|aging-buckets)\\.ts$',
  '^src/intake/(csv-.+|ledger-(csv|cells|columns|records)|invoice-changes|records-of)\\.ts$',
  '^src/recommendations/dunning-.+\\.ts$',
];

export default {
  forbidden: [
    forbid(
      'rules-stay-pure',
      'Rules know no framework and no table.',
      { path: PURE },
      { path: [FRAMEWORKS, '\\.entity\\.ts$'] },
    ),
    forbid(
      'controllers-translate',
      'Controllers leave SQL to repositories and order to services.',
      { path: '\\.controller\\.ts$' },
      { path: ['\\.repository\\.ts$', '^node_modules/typeorm/'] },
    ),
    forbid(
      'services-order',
      'Services know no SQL.',
      { path: '\\.service\\.ts$' },
      { path: '^node_modules/typeorm/' },
    ),
    forbid(
      'services-keep-to-their-repositories',
      'Another module is used through its service.',
      { path: '^src/([^/]+)/.+\\.service\\.ts$' },
      { path: '\\.repository\\.ts$', pathNot: '^src/$1/' },
    ),
    forbid(
      'entities-stay-inside',
      'An entity knows its parents and nothing else.',
      { path: '\\.entity\\.ts$' },
      { path: ['\\.(service|controller|repository)\\.ts$', '/dto/'] },
    ),
    forbid(
      'ledger-comes-first',
      'ledger ← actions ← {recommendations, intake, audit}',
      { path: '^src/ledger/' },
      { path: '^src/(actions|recommendations|intake|audit)/' },
    ),
    forbid(
      'actions-come-second',
      'ledger ← actions ← {recommendations, intake, audit}',
      { path: '^src/actions/' },
      { path: '^src/(recommendations|intake|audit)/' },
    ),
    forbid(
      'proposals-and-books-stay-apart',
      'What comes in and what is proposed about it meet in the ledger and the actions.',
      { path: '^src/(recommendations|intake|audit)/' },
      { path: '^src/(recommendations|intake|audit)/', pathNot: '^src/$1/' },
    ),
    forbid(
      'only-the-border-mints-company-ids',
      'The guard, and for the command line the companies service.',
      { pathNot: '^src/tenancy/(company\\.guard|companies\\.service)\\.ts$', path: '^src/' },
      { path: '^src/tenancy/company-id\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'packages-stand-alone',
      'A package knows nothing of Daybook.',
      { path: '^packages/' },
      { path: '^(src|test|bench)/' },
    ),
    forbid(
      'packages-through-their-exports',
      'A package is imported by its name.',
      { path: '^src/' },
      { path: '^packages/', pathNot: '^packages/[^/]+/dist/index\\.(js|d\\.ts)$' },
    ),
    forbid('no-cycles', 'A cycle has no first room to read.', {}, { circular: true }),
    forbid('nothing-unresolved', 'An import must lead somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['^node_modules', '^packages/[^/]+/dist/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
