import { describe, expect, it } from '@jest/globals';
import { assertDeliveryIsChosen, Config, deliveryModeOf, loadConfig } from './config.js';

describe('loadConfig', () => {
  const DEFAULTS = {
    PORT: 3000,
    HOST: '127.0.0.1',
    DATA_DIR: '.daybook',
    DATABASE_URL: undefined,
    DATABASE_READ_URL: undefined,
    DATABASE_POOL_SIZE: 10,
    LOG_LEVEL: 'info',
    METRICS_PORT: undefined,
    KEEP_ALIVE_SECONDS: 75,
    MAX_CONNECTIONS: 4_000,
    CORS_ORIGINS: [],
    API_DOCS: 'on',
    INBOX: 'on',
    AUDIT_CHECKPOINT_HOURS: 6,
    AUDIT_CHECKPOINTS_FILE: undefined,
    AUDIT_KEY_FILE: undefined,
    RATE_LIMIT_PER_MINUTE: 1_200,
    AUTH_FAILURES_PER_MINUTE: 60,
    SWEEP_SECONDS: 30,
    EVENT_RETENTION_DAYS: 90,
    SMTP_URL: undefined,
    SMTP_FROM: undefined,
    DELIVERY: undefined,
    DELIVERY_ON_UNKNOWN: 'hold',
    PUBLIC_URL: undefined,
    OIDC_ISSUER: undefined,
    OIDC_CLIENT_ID: undefined,
    OIDC_CLIENT_SECRET: undefined,
    WEBHOOK_ALLOW_PRIVATE: false,
    TRUST_PROXY: 0,
    NODE_ENV: undefined,
    DAYBOOK_FAILPOINT: undefined,
  };

  it('has a default for every variable', () => {
    expect({ ...loadConfig({}) }).toEqual(DEFAULTS);
  });

  it('requires DATABASE_URL with DATABASE_READ_URL', () => {
    const [url, replica] = ['postgres://db/daybook', 'postgres://replica/daybook'];
    expect(() => loadConfig({ DATABASE_READ_URL: replica })).toThrow(
      'DATABASE_URL must be set with DATABASE_READ_URL',
    );
    expect(() => loadConfig({ DATABASE_URL: url, DATABASE_READ_URL: 'replica' })).toThrow(
      'DATABASE_READ_URL must be a postgres:// URL.',
    );
    const config = loadConfig({ DATABASE_URL: url, DATABASE_READ_URL: replica });
    expect(config.DATABASE_READ_URL).toBe(replica);
  });

  it('treats an empty variable as unset', () => {
    const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, '']));
    expect({ ...loadConfig(empty) }).toEqual(DEFAULTS);
  });

  it('ignores other variables', () => {
    expect({ ...loadConfig({ PATH: '/bin', port: '1' }) }).toEqual(DEFAULTS);
  });

  it.each([
    ['PORT', '0', 0],
    ['PORT', '65535', 65_535],
    ['HOST', '::1', '::1'],
    ['HOST', 'desk.example.com', 'desk.example.com'],
    ['DATA_DIR', '/var/lib/day book', '/var/lib/day book'],
    ['DATABASE_URL', 'postgres://daybook@db/daybook', 'postgres://daybook@db/daybook'],
    ['DATABASE_URL', 'postgresql://db/daybook?sslmode=require', 'postgresql://db/daybook?sslmode=require'],
    ['DATABASE_POOL_SIZE', '1', 1],
    ['DATABASE_POOL_SIZE', '1000', 1_000],
    ['LOG_LEVEL', 'debug', 'debug'],
    ['METRICS_PORT', '0', 0],
    ['KEEP_ALIVE_SECONDS', '3600', 3_600],
    ['MAX_CONNECTIONS', '10', 10],
    ['API_DOCS', 'off', 'off'],
    ['INBOX', 'off', 'off'],
    ['PUBLIC_URL', 'https://daybook.example.com', 'https://daybook.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['PUBLIC_URL', 'http://[::1]:3000', 'http://[::1]:3000'],
    ['DELIVERY', 'external', 'external'],
    ['WEBHOOK_ALLOW_PRIVATE', 'true', true],
    ['WEBHOOK_ALLOW_PRIVATE', 'false', false],
    ['DELIVERY_ON_UNKNOWN', 'retry', 'retry'],
    [
      'CORS_ORIGINS',
      'https://a.example, http://localhost:5173',
      ['https://a.example', 'http://localhost:5173'],
    ],
    ['RATE_LIMIT_PER_MINUTE', '0', 0],
    ['AUTH_FAILURES_PER_MINUTE', '5', 5],
    ['SWEEP_SECONDS', '0', 0],
    ['EVENT_RETENTION_DAYS', '0', 0],
    ['EVENT_RETENTION_DAYS', '3650', 3_650],
    ['AUDIT_CHECKPOINT_HOURS', '0', 0],
    ['AUDIT_KEY_FILE', '/run/secrets/audit key', '/run/secrets/audit key'],
    ['TRUST_PROXY', '1', 1],
    [
      'TRUST_PROXY',
      'loopback, 10.0.0.0/8,fd00::/8, 192.0.2.1',
      ['loopback', '10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
    ],
  ])('accepts %s=%s', (name, text, value) => {
    expect({ ...loadConfig({ [name]: text }) }).toEqual({ ...DEFAULTS, [name]: value });
  });

  it.each([
    ['PORT', '65536', 'PORT must be a port number from 0 (any free port) to 65535.'],
    ['PORT', '-1', 'PORT must be a port number'],
    ['PORT', '3e3', 'PORT must be a port number'],
    ['PORT', '0x10', 'PORT must be a port number'],
    ['PORT', ' 80', 'PORT must be a port number'],
    ['PORT', 'http', 'PORT must be a port number'],
    ['HOST', 'two words', 'HOST must be a host name'],
    ['HOST', 'http://x', 'HOST must be a host name'],
    ['DATA_DIR', 'a\0b', 'DATA_DIR must be the path of a folder'],
    ['DATABASE_URL', 'mysql://db', 'DATABASE_URL must be a postgres:// URL'],
    ['DATABASE_URL', 'db.example.com', 'DATABASE_URL must be a postgres:// URL'],
    ['DATABASE_POOL_SIZE', '0', 'DATABASE_POOL_SIZE must be a number of connections from 1 to 1000'],
    ['DATABASE_POOL_SIZE', '1001', 'DATABASE_POOL_SIZE must be a number of connections'],
    ['DATABASE_POOL_SIZE', '1.5', 'DATABASE_POOL_SIZE must be a number of connections'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be'],
    ['METRICS_PORT', '-1', 'METRICS_PORT must be'],
    ['METRICS_PORT', '65536', 'METRICS_PORT must be'],
    ['KEEP_ALIVE_SECONDS', '0', 'KEEP_ALIVE_SECONDS must be a number of seconds from 1 to 3600'],
    ['KEEP_ALIVE_SECONDS', '1m', 'KEEP_ALIVE_SECONDS must be'],
    ['MAX_CONNECTIONS', '9', 'MAX_CONNECTIONS must be a number of connections from 10 to 100000'],
    ['API_DOCS', 'yes', 'API_DOCS must be'],
    ['INBOX', 'no', 'INBOX must be'],
    ['CORS_ORIGINS', '*', 'CORS_ORIGINS must be'],
    ['CORS_ORIGINS', 'null', 'CORS_ORIGINS must be'],
    ['CORS_ORIGINS', 'https://a.example/', 'CORS_ORIGINS must be'],
    ['CORS_ORIGINS', 'https://a.example,b.example', 'CORS_ORIGINS must be'],
    ['CORS_ORIGINS', 'https://a.example,', 'CORS_ORIGINS must be'],
    ['CORS_ORIGINS', 'file:///a', 'CORS_ORIGINS must be'],
    ['PUBLIC_URL', 'http://daybook.example.com', 'PUBLIC_URL must be an origin, such as https://'],
    ['PUBLIC_URL', 'https://daybook.example.com/', 'PUBLIC_URL must be an origin'],
    ['PUBLIC_URL', 'https://user:secret@daybook.example.com', 'PUBLIC_URL must be an origin'],
    ['PUBLIC_URL', 'daybook.example.com', 'PUBLIC_URL must be an origin'],
    ['OIDC_ISSUER', 'http://id.example.com', 'OIDC_ISSUER must be an https:// URL'],
    ['OIDC_ISSUER', 'https://id.example.com', 'OIDC_CLIENT_ID, OIDC_CLIENT_SECRET must be set too'],
    ['OIDC_CLIENT_ID', 'daybook', 'OIDC_ISSUER, OIDC_CLIENT_SECRET must be set too, or none'],
    ['RATE_LIMIT_PER_MINUTE', '-1', 'RATE_LIMIT_PER_MINUTE must be'],
    ['AUTH_FAILURES_PER_MINUTE', 'many', 'AUTH_FAILURES_PER_MINUTE must be'],
    ['SWEEP_SECONDS', '3601', 'SWEEP_SECONDS must be'],
    [
      'EVENT_RETENTION_DAYS',
      '3651',
      'EVENT_RETENTION_DAYS must be a number of days from 0 (for ever) to 3650',
    ],
    ['DAYBOOK_FAILPOINT', 'before-log', 'DAYBOOK_FAILPOINT must be the name of a failpoint'],
    ['WEBHOOK_ALLOW_PRIVATE', 'yes', 'WEBHOOK_ALLOW_PRIVATE must be true or false'],
    ['TRUST_PROXY', 'true', 'TRUST_PROXY must be'],
    ['TRUST_PROXY', '10', 'TRUST_PROXY must be'],
    ['TRUST_PROXY', '10.0.0.0/33', 'TRUST_PROXY must be'],
    ['TRUST_PROXY', '10.0.0.0/', 'TRUST_PROXY must be'],
    ['TRUST_PROXY', 'loopback/8', 'TRUST_PROXY must be'],
  ])('rejects %s=%j and states the allowed values', (name, text, sentence) => {
    expect(() => loadConfig({ [name]: text })).toThrow(sentence);
  });

  it.each(['before-log', 'before-log:12', 'before-log:1:stop'])(
    'accepts the failpoint %s in tests',
    (name) => {
      const config = { NODE_ENV: 'test', DAYBOOK_FAILPOINT: name };
      expect(loadConfig(config)).toMatchObject(config);
      for (const wrong of [`${name}:x`, 'before-log:0', 'before-log:stop', 'elsewhere'])
        expect(() => loadConfig({ ...config, DAYBOOK_FAILPOINT: wrong })).toThrow('DAYBOOK_FAILPOINT');
    },
  );

  it.each(['production', 'Production', 'prod'])('requires DATABASE_URL if NODE_ENV=%s', (NODE_ENV) => {
    const DATABASE_URL = 'postgres://db/daybook';
    expect(loadConfig({ NODE_ENV, DATABASE_URL })).toMatchObject({ NODE_ENV, DATABASE_URL });
    for (const missing of [{}, { DATABASE_URL: '' }]) {
      expect(() => loadConfig({ NODE_ENV, ...missing })).toThrow(
        /^DATABASE_URL must be set if NODE_ENV is production: .*Daybook\.$/,
      );
    }
  });

  it.each(['development', 'test', ''])('does not require DATABASE_URL if NODE_ENV=%j', (NODE_ENV) => {
    expect(loadConfig({ NODE_ENV, DATABSE_URL: 'postgres://db/daybook' }).DATABASE_URL).toBeUndefined();
  });

  it.each([
    ['DATABSE_URL', 'postgres://db/daybook'],
    ['DATABASE_URI', 'db'],
    ['database_url', 'postgres://db/daybook'],
    ['POSTGRES', 'postgres://user:secret@db/daybook'],
  ])('names %s, which is probably meant to be DATABASE_URL, without its value', (name, value) => {
    const env = { NODE_ENV: 'production', PATH: '/bin', [name]: value };
    expect(() => loadConfig(env)).toThrow(
      new RegExp(`^DATABASE_URL must be set .* Is ${name} meant to be DATABASE_URL\\?$`),
    );
  });

  it('reports every invalid variable at once', () => {
    expect(() => loadConfig({ PORT: 'x', HOST: 'a b' })).toThrow(/^PORT .*\nHOST .*$/);
  });
});

it('accepts OpenID Connect with a PUBLIC_URL alone', () => {
  const oidc = {
    OIDC_ISSUER: 'https://id.example.com/realms/ar',
    OIDC_CLIENT_ID: 'daybook',
    OIDC_CLIENT_SECRET: 's3cret',
  };
  expect(() => loadConfig(oidc)).toThrow('PUBLIC_URL must be set with OIDC_ISSUER');
  const PUBLIC_URL = 'https://daybook.example.com';
  expect(loadConfig({ ...oidc, PUBLIC_URL })).toMatchObject({ ...oidc, PUBLIC_URL });
});

describe('the delivery of e-mails', () => {
  const SMTP = { SMTP_URL: 'smtps://user:secret@mail.example:465', SMTP_FROM: 'ar@example.com' };

  it.each([
    [{}, 'sandbox'],
    [SMTP, 'smtp'],
    [{ ...SMTP, DELIVERY: 'sandbox' }, 'sandbox'],
    [{ DELIVERY: 'external' }, 'external'],
  ])('with %j is %s', (env, mode) => {
    expect(deliveryModeOf(loadConfig(env))).toBe(mode);
  });

  it.each(['http://mail.example', 'smtp://', 'mail.example:25'])('rejects the SMTP_URL %s', (SMTP_URL) => {
    expect(() => loadConfig({ ...SMTP, SMTP_URL })).toThrow('SMTP_URL must be an smtp:// or smtps:// URL');
  });

  it('needs a sender with SMTP_URL', () => {
    expect(() => loadConfig({ SMTP_URL: SMTP.SMTP_URL })).toThrow('SMTP_FROM must be set with SMTP_URL');
  });

  it('must be chosen in production', () => {
    const chosen = (settings: Partial<Config>) => () =>
      assertDeliveryIsChosen(Object.assign(new Config(), { NODE_ENV: 'production' }, settings));
    expect(chosen({})).toThrow('SMTP_URL or DELIVERY must be set');
    expect(chosen(SMTP)).not.toThrow();
    expect(chosen({ DELIVERY: 'sandbox' })).not.toThrow();
    expect(() => assertDeliveryIsChosen(new Config())).not.toThrow();
  });
});
