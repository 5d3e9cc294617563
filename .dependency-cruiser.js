/** Which room may import which; docs/ARCHITECTURE.md says why. Tables have borders too: scripts/check-table-borders.js. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The rooms of src/, from the bottom to the top: a room imports those below it. Rooms of one level do not know each other. */
const LEVELS = [
  ['problems'],
  ['time'],
  ['input'],
  ['database'],
  ['config'],
  ['observability'],
  ['tenancy'],
  ['operations'],
  ['api'],
  ['events'],
  ['ledger'],
  ['settings'],
  ['actions'],
  ['recommendations', 'ledger-sync', 'holds', 'audit', 'delivery'],
  ['login'],
  ['demo', 'worker'],
  ['start', 'cli'],
];
/** The same inside src/actions; the services stand between the inbox and the API. */
const ACTIONS = ['lifecycle', 'store', 'inbox', 'figures', 'dto', 'events', 'api'];
/** The store appends the events of what it stores, in its transaction; they show an action as responses do. */
const APPENDED = '^src/actions/events/';

const within = (rooms) => `^src/(${rooms.join('|')})/`;
const FRAMEWORKS = '^node_modules/(@nestjs|typeorm|express)/';
const PURE = [
  '^src/(hashing|limits)\\.ts$',
  '^src/problems/domain-error\\.ts$',
  '^src/time/(calendar-date|date-time|local-time|weekdays)\\.ts$',
  '^src/delivery/schedule/delivery-window\\.ts$',
  '^src/tenancy/(company-id|caller|scopes|token-format)\\.ts$',
  '^src/events/(event-types|event-json|cursor)\\.ts$',
  '^src/events/webhooks/sending/(addresses|errors|retries|signature)\\.ts$',
  '^src/actions/lifecycle/',
  '^src/actions/figures/(figure-commands|figures-query|period)\\.ts$',
  '^src/ledger/(money|invoice-status|ledger-sql)\\.ts$',
  '^src/ledger/aging/aging-buckets\\.ts$',
  '^src/ledger/customers/(contact-purpose|recipient)\\.ts$',
  '^src/ledger/holds/(hold-sql|stored-hold)\\.ts$',
  '^src/ledger/writes/(invoice-changes|ledger-records|upsert-statement)\\.ts$',
  '^src/settings/(minimum-balances|merge-patch)\\.ts$',
  '^src/ledger-sync/(csv/|ledger-values\\.ts$)',
  '^src/recommendations/policy/dunning-',
];

export default {
  forbidden: [
    ...LEVELS.flatMap((level, index) =>
      level.map((room) =>
        forbid(
          `${room}-imports-what-is-below`,
          'Imports point one way.',
          { path: within([room]) },
          { path: within([...LEVELS.slice(index + 1).flat(), ...level.filter((other) => other !== room)]) },
        ),
      ),
    ),
    ...ACTIONS.map((part, index) =>
      forbid(
        `actions-${part}-imports-what-is-below`,
        'lifecycle ← store ← inbox, figures ← services, dto ← events ← api; only the store appends events',
        { path: `^src/actions/${part}/` },
        {
          path: `^src/actions/(${ACTIONS.slice(index + 1).join('|') || 'none'})/`,
          ...(part === 'store' && { pathNot: APPENDED }),
          // A DTO of results and their service name the same type.
          dependencyTypesNot: part === 'dto' ? ['type-only'] : [],
        },
      ),
    ),
    forbid(
      'rules-stay-pure',
      'Rules know no framework and no table.',
      { path: PURE },
      { path: [FRAMEWORKS, '\\.entity\\.ts$'] },
    ),
    forbid(
      'services-know-no-http',
      'A use case works the same for every caller; controllers, decorators and interceptors translate.',
      {
        path: '^src/',
        pathNot: [
          '^src/(api|start)/',
          '^src/cli/write-openapi\\.ts$',
          '\\.(controller|decorator|interceptor)\\.ts$',
          '/(dto|api)/',
        ],
      },
      {
        path: [
          '^src/api/(?!api\\.module|access/access\\.module|export/export\\.module)',
          '^node_modules/express/',
        ],
      },
    ),
    forbid(
      'controllers-translate',
      'Controllers leave SQL to repositories and order to services.',
      { path: '\\.controller\\.ts$' },
      { path: ['(\\.repository|-store)\\.ts$', '^node_modules/typeorm/'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'services-order',
      'Services know no SQL.',
      { path: '\\.service\\.ts$' },
      { path: '^node_modules/typeorm/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'repositories-stay-inside',
      'Another room is asked through its services and stores.',
      { path: '^src/([^/]+)/' },
      { path: '\\.repository\\.ts$', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'entities-know-entities-alone',
      'An entity knows the entities that it refers to.',
      { path: '\\.entity\\.ts$' },
      { path: ['\\.(service|controller|repository)\\.ts$', '-store\\.ts$', '/dto/'] },
    ),
    forbid(
      'entities-stay-inside',
      'Only the schema lists the entities of all rooms; other rooms use their types.',
      { path: '^src/([^/]+)/', pathNot: '\\.entity\\.ts$' },
      { path: '\\.entity\\.ts$', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'only-admission-makes-company-ids',
      'A CompanyId says that somebody admitted the caller.',
      { pathNot: '^src/tenancy/admission\\.ts$', path: '^src/' },
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
