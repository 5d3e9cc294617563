import { plainToInstance, Transform } from 'class-transformer';
import { isEmail, IsOptional, validateSync } from 'class-validator';
import { type Failpoint, FAILPOINTS } from '../database/failpoints.js';
import { Must } from '../input/must.decorator.js';
import {
  between,
  CommaSeparated,
  everyItem,
  Integer,
  isOrigin,
  isPath,
  isProxy,
  isSafeUrl,
  splitList,
} from './formats.js';
import { type MisspeltVariable, misspeltVariables } from './misspelt-variables.js';

const POSTGRES_URL = /^postgres(ql)?:\/\/\S+$/;

const SMTP_SCHEME = /^smtps?:\/\/\S+$/;

/** Where messages go: to a mail server, into files of this machine, or to clients that send them by their own means. */
const DELIVERIES = ['sandbox', 'external'] as const;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment variables, as documented in the README. An empty variable counts as unset. */
export class Config {
  @Integer()
  @Must('port', 'must be a port number from 0 (any free port) to 65535', between(0, 65_535))
  PORT = 3000;

  @Must('host', 'must be a host name or an IP address to listen on', (value) =>
    /^[\w.:-]+$/.test(String(value)),
  )
  HOST = '127.0.0.1';

  @Must('folder', 'must be the path of a folder', isPath)
  DATA_DIR = '.daybook';

  @IsOptional()
  @Must('url', 'must be a postgres:// URL', (value) => POSTGRES_URL.test(String(value)))
  DATABASE_URL: string | undefined = undefined;

  /** A read replica of the server at DATABASE_URL. */
  @IsOptional()
  @Must('url', 'must be a postgres:// URL', (value) => POSTGRES_URL.test(String(value)))
  DATABASE_READ_URL: string | undefined = undefined;

  @Integer()
  @Must('count', 'must be a number of connections from 1 to 1000', between(1, 1_000))
  DATABASE_POOL_SIZE = 10;

  @Must('level', `must be one of ${LOG_LEVELS.join(', ')}`, (value) => LOG_LEVELS.includes(value as LogLevel))
  LOG_LEVEL: LogLevel = 'info';

  @IsOptional()
  @Integer()
  @Must('port', 'must be a port number from 0 (any free port) to 65535', between(0, 65_535))
  METRICS_PORT: number | undefined = undefined;

  @Integer()
  @Must('count', 'must be a number of seconds from 1 to 3600', between(1, 3_600))
  KEEP_ALIVE_SECONDS = 75;

  @Integer()
  @Must('count', 'must be a number of connections from 10 to 100000', between(10, 100_000))
  MAX_CONNECTIONS = 4_000;

  @CommaSeparated()
  @Must(
    'origins',
    'must be a comma-separated list of origins, such as https://desk.example.com',
    everyItem(isOrigin),
  )
  CORS_ORIGINS: string[] = [];

  @Must('switch', 'must be on or off', (value) => value === 'on' || value === 'off')
  API_DOCS: 'on' | 'off' = 'on';

  @Must('switch', 'must be on or off', (value) => value === 'on' || value === 'off')
  INBOX: 'on' | 'off' = 'on';

  @Integer()
  @Must('count', 'must be a number of requests from 0 (no limit) to 1000000', between(0, 1_000_000))
  RATE_LIMIT_PER_MINUTE = 1_200;

  @Integer()
  @Must('count', 'must be a number of failures from 0 (no limit) to 1000000', between(0, 1_000_000))
  AUTH_FAILURES_PER_MINUTE = 60;

  @Integer()
  @Must('count', 'must be a number of seconds from 0 (never) to 3600', between(0, 3_600))
  SWEEP_SECONDS = 30;

  /** For how long events are kept. */
  @Integer()
  @Must('count', 'must be a number of days from 0 (for ever) to 3650', between(0, 3_650))
  EVENT_RETENTION_DAYS = 90;

  @Integer()
  @Must('count', 'must be a number of hours from 0 (never) to 720', between(0, 720))
  AUDIT_CHECKPOINT_HOURS = 6;

  /** The private key that signs checkpoints, in PEM; by default `audit-key.pem` in DATA_DIR. In production, the worker needs it. */
  @IsOptional()
  @Must('file', 'must be the path of a file', isPath)
  AUDIT_KEY_FILE: string | undefined = undefined;

  /** By default `audit-checkpoints.jsonl` in DATA_DIR. */
  @IsOptional()
  @Must('file', 'must be the path of a file', isPath)
  AUDIT_CHECKPOINTS_FILE: string | undefined = undefined;

  /** The mail server, as smtp://user:password@host:587 (STARTTLS if the server offers it) or smtps://…:465. */
  @IsOptional()
  @Must(
    'url',
    'must be an smtp:// or smtps:// URL',
    (value) => SMTP_SCHEME.test(String(value)) && URL.canParse(String(value)),
  )
  SMTP_URL: string | undefined = undefined;

  /** The sender of companies that have not set `from_email`. */
  @IsOptional()
  @Must('email', 'must be an e-mail address', (value) => isEmail(value))
  SMTP_FROM: string | undefined = undefined;

  @IsOptional()
  @Must('delivery', `must be ${DELIVERIES.join(' or ')}`, (value) => DELIVERIES.includes(value as 'sandbox'))
  DELIVERY: (typeof DELIVERIES)[number] | undefined = undefined;

  @Must('choice', 'must be hold or retry', (value) => value === 'hold' || value === 'retry')
  DELIVERY_ON_UNKNOWN: 'hold' | 'retry' = 'hold';

  /** Where browsers reach this installation: the origin of one-time links, and of the redirects of OpenID Connect. */
  @IsOptional()
  @Must(
    'origin',
    'must be an origin, such as https://daybook.example.com; http:// is for this machine alone',
    (value) => isSafeUrl(value) && isOrigin(String(value)),
  )
  PUBLIC_URL: string | undefined = undefined;

  /** The OpenID provider with which people log in. */
  @IsOptional()
  @Must('url', 'must be an https:// URL; http:// is for this machine alone', isSafeUrl)
  OIDC_ISSUER: string | undefined = undefined;

  OIDC_CLIENT_ID: string | undefined = undefined;

  OIDC_CLIENT_SECRET: string | undefined = undefined;

  /** Whether webhooks may go to private addresses, such as a server on the same machine. For development only. */
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @Must('boolean', 'must be true or false', (value) => typeof value === 'boolean')
  WEBHOOK_ALLOW_PRIVATE = false;

  /** Express's `trust proxy`: the number of proxies in front of the API, or their addresses. */
  @Transform(({ value }) => (/^\d$/.test(String(value)) ? Number(value) : splitList(value)))
  @Must(
    'proxies',
    'must be a number of proxies from 0 to 9, or a comma-separated list of IP addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal',
    (value) => between(0, 9)(value) || everyItem(isProxy)(value),
  )
  TRUST_PROXY: number | string[] = 0;

  NODE_ENV: string | undefined = undefined;

  /** For tests only (see failpoints.ts). */
  @IsOptional()
  @Must('failpoint', 'must be the name of a failpoint, and requires NODE_ENV=test', (value, config) => {
    const [, name] = /^([a-z-]+)(:[1-9]\d?(:stop)?)?$/.exec(String(value)) ?? [];
    const isKnown = FAILPOINTS.includes(name as Failpoint);
    return isKnown && (config as Config).NODE_ENV === 'test';
  })
  DAYBOOK_FAILPOINT: string | undefined = undefined;
}

const VARIABLES: readonly string[] = Object.keys(new Config());

/** Whether the process serves real companies: never on an embedded database, and with JSON alone on stdout. */
export const isProduction = ({ NODE_ENV = '' }: Pick<Config, 'NODE_ENV'>): boolean =>
  /^prod(uction)?$/i.test(NODE_ENV);

/**
 * Reads and validates the environment.
 * @throws Error with each invalid variable and its allowed values
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const names = VARIABLES.filter((name) => env[name]);
  const values = Object.fromEntries(names.map((name) => [name, env[name]]));
  const config = plainToInstance(Config, values, { exposeDefaultValues: true });
  // Without the values: a URL may contain a password.
  const errors = validateSync(config).map(
    ({ property, constraints }) => `${property} ${Object.values(constraints!).join(', ')}.`,
  );
  if (isProduction(config) && !config.DATABASE_URL) errors.push(missingDatabase(env));
  if (config.SMTP_URL && !config.SMTP_FROM)
    errors.push(
      'SMTP_FROM must be set with SMTP_URL: it is the sender of companies that have not set from_email.',
    );
  if (config.DATABASE_READ_URL && !config.DATABASE_URL)
    errors.push('DATABASE_URL must be set with DATABASE_READ_URL: the embedded PostgreSQL has no replica.');
  const missing = OIDC.filter((name) => !config[name]);
  if (missing.length < OIDC.length && missing.length > 0)
    errors.push(`${missing.join(', ')} must be set too, or none of ${OIDC.join(', ')}.`);
  if (missing.length === 0 && !config.PUBLIC_URL)
    errors.push('PUBLIC_URL must be set with OIDC_ISSUER: the provider redirects people there.');
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return config;
}

/** Set together, or not at all. */
const OIDC = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** How this installation sends approved e-mails. */
export const DELIVERY_MODES = ['smtp', ...DELIVERIES] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];
export const deliveryModeOf = ({ DELIVERY, SMTP_URL }: Pick<Config, 'DELIVERY' | 'SMTP_URL'>): DeliveryMode =>
  DELIVERY ?? (SMTP_URL ? 'smtp' : 'sandbox');

/**
 * Otherwise a production without its SMTP_URL would write approved e-mails into files that nobody reads.
 * @throws Error with the variables to choose from
 */
export function assertDeliveryIsChosen(config: Config): void {
  if (!isProduction(config) || config.SMTP_URL || config.DELIVERY) return;
  throw new Error(
    'SMTP_URL or DELIVERY must be set if NODE_ENV is production: SMTP_URL to send approved e-mails, DELIVERY=external if other ' +
      'programs send them, or DELIVERY=sandbox to write them into files.',
  );
}

/** The variables that are probably meant to be one of ours, but may belong to another program. */
export const findMisspeltVariables = (env: NodeJS.ProcessEnv = process.env): MisspeltVariable[] =>
  misspeltVariables(env, VARIABLES);

/** Without this error, a misspelt name would start a healthy server with an empty database and a demo company. */
function missingDatabase(env: NodeJS.ProcessEnv): string {
  const similar = misspeltVariables(env, ['DATABASE_URL']).map(({ name }) => name);
  const withUrl = Object.keys(env).filter((name) => POSTGRES_URL.test(env[name] ?? ''));
  const candidates = [...new Set([...similar, ...withUrl])];
  const hint = candidates.length > 0 ? ` Is ${candidates.join(' or ')} meant to be DATABASE_URL?` : '';
  return `DATABASE_URL must be set if NODE_ENV is production: the embedded PostgreSQL is for trying Daybook.${hint}`;
}
