import { LETTERS } from './letters.js';

/**
 * Every value derives from numbers: of the company, of the invoice in it, and of the action on that (`slot`). So rows find the ids of
 * each other without a join, and the same command gives the same data.
 */
export const FUNCTIONS = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.company (
    n int PRIMARY KEY, id uuid NOT NULL, actions int NOT NULL, invoices int NOT NULL, customers int NOT NULL
  );
  CREATE TABLE bench.letter (n int PRIMARY KEY, body text NOT NULL);
  CREATE TABLE bench.moment AS SELECT date_trunc('hour', now()) AS moment;

  -- A number from 0 to 2^31 - 1 that looks random.
  CREATE FUNCTION bench.hash(c int, i int, slot int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (hashint8extended(i::bigint * 16 + slot, c::bigint) & 2147483647)::int;
  -- A UUID of version 7: ids are in the order of time, as the services make them.
  CREATE FUNCTION bench.uuid7(at timestamptz, key text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(key), 1, 3) || '8' ||
      substr(md5(key), 4, 15))::uuid;
  CREATE FUNCTION bench.company_id(c int) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN bench.uuid7('2025-01-01 00:00Z'::timestamptz + c * interval '1 minute', 'company ' || c);
  CREATE FUNCTION bench.contact_id(c int, n int) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN bench.uuid7('2025-01-02 00:00Z'::timestamptz + c * interval '1 minute', 'contact ' || c || ' ' || n);
  CREATE FUNCTION bench.customer_id(c int, n int) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN bench.uuid7('2025-02-01 00:00Z'::timestamptz + n * interval '1 second', 'customer ' || c || ' ' || n);
  CREATE FUNCTION bench.invoice_id(c int, i int) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN bench.uuid7('2025-03-01 00:00Z'::timestamptz + i * interval '1 second', 'invoice ' || c || ' ' || i);
  CREATE FUNCTION bench.invoice_number(i int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 'INV-' || lpad((i + 1)::text, 6, '0');
  CREATE FUNCTION bench.customer_name(c int, n int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (ARRAY['Alder', 'Bright', 'Cedar', 'Delta', 'Eastern', 'Falcon', 'Granite', 'Harbor', 'Indigo', 'Juniper', 'Keystone', 'Lakeside',
      'Meridian', 'Northern', 'Orchard', 'Pioneer', 'Quarry', 'Riverside', 'Summit', 'Timber', 'Union', 'Valley', 'Western', 'Müller',
      'Østergaard', 'Garçon', 'Silver', 'Golden', 'Atlas', 'Beacon'])[1 + bench.hash(c, n, 9) % 30] || ' ' ||
      (ARRAY['Trading', 'Logistics', 'Foods', 'Textiles', 'Instruments', 'Machines', 'Paper', 'Chemicals', 'Glass', 'Motors', 'Services',
      'Supplies', 'Tools', 'Furniture', 'Systems', 'Farms', 'Printing', 'Metals', 'Optics', 'Pumps'])[1 + bench.hash(c, n, 10) % 20]
      || ' ' || (n + 1);
  -- The number of the letter of an action: one of 2,000 is a long one.
  CREATE FUNCTION bench.letter_of(c int, i int, slot int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN bench.hash(c, i, slot) % 2000 = 7 THEN ${LETTERS.ordinary} + i % ${LETTERS.long}
      ELSE bench.hash(c, i, slot) % ${LETTERS.ordinary} END;`;

/** SQL: whether the current recommendation of an invoice is not ended, and so the invoice open. */
export const IS_OPEN = `bench.hash(c.n, i, 15) % 100 < 84`;

/** SQL: what the drafts on an invoice say of it. */
export const INVOICE_FACTS = {
  amount: `(100 + (bench.hash(c.n, i, 13) % 2490000) / 100.0)::numeric(12, 2)`,
  currency: `(ARRAY['USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP'])[1 + (i % c.customers) % 10]`,
  dueOn: `m.moment::date + 3 - bench.hash(c.n, i, 12) % 150`,
};

/** SQL: the number of customers among which the invoices of a company are divided. */
export const CUSTOMER_OF = 'i % c.customers';
