import { afterAll, describe, expect, it } from '@jest/globals';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { start, startEphemeral } from '../src/index.js';
import { SUPERUSER } from '../src/options.js';
import { startOldCluster } from './support/old-cluster.js';
import { query } from './support/query.js';
import { superuserUrl } from './support/superuser.js';
import { newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';

const SETTINGS = { user: 'the owner', database: 'app' };
const ROLE =
  'SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS special FROM pg_roles WHERE rolname = current_user';
const DENIED = { code: '42501' };

afterAll(removeTempDirs);

/** One object of each kind that is handed over, with the rights of a superuser. */
const OBJECTS = `
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION unaccent;
  CREATE SCHEMA other;
  CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, old serial, name text, day date);
  CREATE INDEX ON parent USING gin (name gin_trgm_ops);
  CREATE TABLE other.child (id int REFERENCES parent, kind text);
  CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
  CREATE TABLE part PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE VIEW a_view AS SELECT name FROM parent;
  CREATE MATERIALIZED VIEW a_matview AS SELECT 1 AS one;
  CREATE SEQUENCE a_sequence;
  CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql AS 'SELECT unaccent(value)';
  CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
  CREATE TYPE a_enum AS ENUM ('one');
  CREATE TYPE a_row AS (one int);
  CREATE TYPE a_range AS RANGE (SUBTYPE = float8);
  CREATE DOMAIN a_domain AS text;
  CREATE COLLATION a_collation (provider = icu, locale = 'de');
  CREATE TEXT SEARCH CONFIGURATION a_configuration (COPY = simple);
  CREATE TEXT SEARCH DICTIONARY a_dictionary (TEMPLATE = simple);
  CREATE STATISTICS a_statistic ON id, day FROM parent;
  CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
  CREATE OPERATOR FAMILY a_family USING btree;
  SELECT lo_create(0);
  INSERT INTO parent (name) VALUES ('kept')`;

/** What belongs to the superuser although it did not come with the server or an extension. */
const LEFT_BEHIND = `
  SELECT i.type, i.identity FROM (
    SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relowner = 10
    UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE proowner = 10
    UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typowner = 10
    UNION ALL SELECT 'pg_namespace'::regclass, oid FROM pg_namespace WHERE nspowner = 10
    UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation WHERE collowner = 10
    UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprowner = 10
    UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily WHERE opfowner = 10
    UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config WHERE cfgowner = 10
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict WHERE dictowner = 10
    UNION ALL SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext WHERE stxowner = 10
    UNION ALL SELECT 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata WHERE lomowner = 10
  ) o, pg_identify_object(o.class, o.oid, 0) i
  WHERE o.oid >= 16384 AND i.schema IS DISTINCT FROM 'pg_toast'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i'))`;

describe('the role of a server', () => {
  it('owns the database, and has no special rights', async () => {
    const dataDir = await newDataDir();
    const server = await start({ dataDir, name: testName, ...SETTINGS });
    expect(await query(server.url, ROLE)).toEqual([{ special: false }]);
    await query(
      server.url,
      'CREATE SCHEMA own; CREATE TABLE t (n int); CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto',
    );
    for (const statement of [
      `SELECT pg_read_file('postmaster.pid')`,
      `COPY t FROM PROGRAM 'echo 1'`,
      'SET session_replication_role = replica',
      'ALTER SYSTEM SET fsync = off',
      `CREATE ROLE mallory SUPERUSER`,
    ]) {
      await expect(query(server.url, statement)).rejects.toMatchObject(DENIED);
    }
    const serverDir = join(dataDir, 'postgres');
    expect((await stat(join(serverDir, 'superuser-password'))).mode & 0o777).toBe(0o600);
    const superuser = await superuserUrl(server.url, serverDir);
    expect(
      await query(superuser, 'SELECT current_user::text AS name, rolsuper FROM pg_roles WHERE oid = 10'),
    ).toEqual([{ name: SUPERUSER, rolsuper: true }]);
    await server.release();
  });

  it('cannot be another one in an existing cluster', async () => {
    const dataDir = await newDataDir();
    await (await start({ dataDir, name: testName, ...SETTINGS })).release();
    await expect(start({ dataDir, name: testName, user: 'another' })).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
    await expect(start({ dataDir, name: testName, user: SUPERUSER })).rejects.toThrow(TypeError);
  }, 60_000);

  it('is the superuser of an ephemeral server', async () => {
    const server = await startEphemeral();
    expect(await query(server.url, ROLE)).toEqual([{ special: true }]);
    await server.release();
  });
});

describe('a cluster in which the role was the superuser', () => {
  it('is handed over with everything in it, while an earlier version is attached', async () => {
    const dataDir = await newDataDir();
    const old = await startOldCluster(dataDir, testName, SETTINGS);
    await query(old.url, OBJECTS);
    const attached = new pg.Client({ connectionString: old.url });
    await attached.connect();

    const options = { dataDir, name: testName, ...SETTINGS };
    const servers = await Promise.all([start(options), start(options), start(options)]);
    expect(new Set(servers.map(({ url }) => url))).toEqual(new Set([old.url]));
    expect(await query(old.url, ROLE)).toEqual([{ special: false }]);
    expect(await query(old.url, LEFT_BEHIND)).toEqual([]);
    await query(
      old.url,
      'ALTER TABLE parent ADD COLUMN added int; DROP TABLE other.child; DROP SCHEMA other',
    );
    await query(
      old.url,
      'DROP VIEW a_view; DROP TYPE a_enum; REFRESH MATERIALIZED VIEW a_matview; DROP FUNCTION fold',
    );
    expect((await attached.query('SELECT name, added FROM parent')).rows).toEqual([
      { name: 'kept', added: null },
    ]);
    await attached.end();
    await Promise.all(servers.map((server) => server.release()));
    await old.release();

    const again = await start(options);
    expect(await query(again.url, 'SELECT name FROM parent')).toEqual([{ name: 'kept' }]);
    const superuser = await superuserUrl(again.url, join(dataDir, 'postgres'));
    const roles = await query(
      superuser,
      `SELECT rolname::text AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`,
    );
    expect(roles).toEqual([{ name: SUPERUSER }, { name: SETTINGS.user }]);
    await again.release();
    expect((await readdir(join(dataDir, 'postgres'))).toSorted()).toEqual([
      'cluster',
      'password',
      'server.log',
      'superuser-password',
    ]);
  }, 60_000);
});
