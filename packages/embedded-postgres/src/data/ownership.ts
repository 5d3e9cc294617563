/**
 * Hands the objects of the database that belong to the superuser over to the role that the setting names. `REASSIGN OWNED` cannot do
 * that: it refuses the role that initdb creates. What belongs to an extension, or to a table, follows that. 16,384 is the first
 * object id that initdb does not use. Event triggers, foreign data wrappers and publications stay: some need a superuser.
 */
export const TRANSFER_OWNERSHIP = `
  DO $do$
  DECLARE
    object record;
  BEGIN
    FOR object IN
      WITH owned AS (
        SELECT 'pg_namespace'::regclass AS class, oid FROM pg_namespace WHERE nspowner = 10
        UNION ALL
        SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relowner = 10 AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE proowner = 10
        UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typowner = 10
        UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation WHERE collowner = 10
        UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion WHERE conowner = 10
        UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprowner = 10
        UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass WHERE opcowner = 10
        UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily WHERE opfowner = 10
        UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict WHERE dictowner = 10
        UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config WHERE cfgowner = 10
        UNION ALL SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext WHERE stxowner = 10
        UNION ALL SELECT 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata WHERE lomowner = 10
      )
      SELECT replace(i.type, 'statistics object', 'statistics') AS type, i.identity
      FROM owned o, pg_identify_object(o.class, o.oid, 0) i
      WHERE o.oid >= 16384 AND i.schema IS DISTINCT FROM 'pg_toast' AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = o.class AND d.objid = o.oid AND d.objsubid = 0 AND (
          d.deptype IN ('e', 'i')
          -- The sequence of a serial column.
          OR (d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND i.type = 'sequence')))
    LOOP
      EXECUTE format('ALTER %s %s OWNER TO %I', object.type, object.identity, current_setting('embedded_postgres.owner'));
    END LOOP;
  END $do$`;
