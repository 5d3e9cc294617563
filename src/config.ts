import { isIP } from 'node:net';
import { plainToInstance, Transform } from 'class-transformer';
import { IsOptional, validateSync } from 'class-validator';
import { type Failpoint, FAILPOINTS } from './database/failpoints.js';
import { Must } from './input/must.decorator.js';

const WholeNumber = (): PropertyDecorator =>
  Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value));

const between = (min: number, max: number) => (value: unknown) =>
  typeof value === 'number' && value >= min && value <= max;

const listed = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;

const List = (): PropertyDecorator => Transform(({ value }) => listed(value));

const listOf = (holds: (item: string) => boolean) => (value: unknown) =>
  Array.isArray(value) && (value as string[]).every(holds);

const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const isProxy = (text: string): boolean => {
  const [address, bits] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address!)]!;
  if (most === 0) return ['loopback', 'linklocal', 'uniquelocal'].includes(text);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment; the README's table describes the same variables. An empty variable counts as unset. */
export class Config {
  @WholeNumber()
  @Must('port', 'must be a port number from 0 (any free one) to 65535', between(0, 65_535))
  PORT = 3000;

  @Must('host', 'must be a host name or an IP address to listen on', (value) =>
    /^[\w.:-]+$/.test(String(value)),
  )
  HOST = '127.0.0.1';

  @Must('folder', 'must be a folder', (value) => typeof value === 'string' && !value.includes('\0'))
  DATA_DIR = '.daybook';

  @IsOptional()
  @Must('url', 'must be a postgres:// URL', (value) => /^postgres(ql)?:\/\/\S+$/.test(String(value)))
  DATABASE_URL: string | undefined = undefined;

  @WholeNumber()
  @Must('count', 'must be a number of connections from 1 to 1000', between(1, 1_000))
  DATABASE_POOL_SIZE = 10;

  @Must('level', `must be one of ${LOG_LEVELS.join(', ')}`, (value) => LOG_LEVELS.includes(value as LogLevel))
  LOG_LEVEL: LogLevel = 'info';

  @IsOptional()
  @WholeNumber()
  @Must('port', 'must be a port number from 0 (any free one) to 65535', between(0, 65_535))
  METRICS_PORT: number | undefined = undefined;

  @List()
  @Must(
    'origins',
    'must be a comma-separated list of origins, such as https://desk.example.com',
    listOf(isOrigin),
  )
  CORS_ORIGINS: string[] = [];

  @Must('switch', 'must be on or off', (value) => value === 'on' || value === 'off')
  API_DOCS: 'on' | 'off' = 'on';

  @WholeNumber()
  @Must('count', 'must be a number of requests from 0 (no limit) to 1000000', between(0, 1_000_000))
  RATE_LIMIT_PER_MINUTE = 1_200;

  @WholeNumber()
  @Must('count', 'must be a number of failures from 0 (no limit) to 1000000', between(0, 1_000_000))
  AUTH_FAILURES_PER_MINUTE = 60;

  @WholeNumber()
  @Must('count', 'must be a number of seconds from 0 (never) to 3600', between(0, 3_600))
  SWEEP_SECONDS = 30;

  /** As Express has it: a number of hops, or whom to believe what it says of where a request comes from. */
  @Transform(({ value }) => (/^\d$/.test(String(value)) ? Number(value) : listed(value)))
  @Must(
    'proxies',
    'must be a number of proxies from 0 to 9, or a comma-separated list of their addresses, networks, or loopback, linklocal, uniquelocal',
    (value) => between(0, 9)(value) || listOf(isProxy)(value),
  )
  TRUST_PROXY: number | string[] = 0;

  NODE_ENV: string | undefined = undefined;

  /** Only tests set it (see failpoints.ts). */
  @IsOptional()
  @Must('failpoint', 'must be a failpoint, with NODE_ENV=test', (value, config) => {
    const [name, pass = '1'] = String(value).split(':');
    const isKnown = FAILPOINTS.includes(name as Failpoint) && /^[1-9]\d?$/.test(pass);
    return isKnown && (config as Config).NODE_ENV === 'test';
  })
  DAYBOOK_FAILPOINT: string | undefined = undefined;
}

/**
 * Reads and checks the environment.
 * @throws Error naming each malformed variable and what is allowed.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.keys(new Config()).filter((name) => env[name]);
  const given = Object.fromEntries(set.map((name) => [name, env[name]]));
  const config = plainToInstance(Config, given, { exposeDefaultValues: true });
  const errors = validateSync(config);
  if (errors.length === 0) return config;
  // What it was is not repeated: a URL holds a password.
  throw new Error(
    errors
      .map(({ property, constraints }) => `${property} ${Object.values(constraints!).join(', ')}.`)
      .join('\n'),
  );
}
