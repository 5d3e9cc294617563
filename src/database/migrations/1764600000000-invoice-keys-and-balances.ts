import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys for ledgers that repeat invoice numbers, credit notes, and the history of balances. */
export class InvoiceKeysAndBalances1764600000000 implements MigrationInterface {
  name = 'InvoiceKeysAndBalances1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INVOICES);
    await runner.query(BALANCES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** No index has the balance: PostgreSQL would write all indexes anew for each payment. */
const INVOICES = `
  ALTER TABLE invoice
    ADD COLUMN external_id text,
    ADD COLUMN kind text NOT NULL DEFAULT 'invoice' CONSTRAINT invoice_kind_check CHECK (kind IN ('invoice', 'credit_note')),
    DROP CONSTRAINT invoice_company_id_invoice_number_key,
    DROP CONSTRAINT invoice_balance_check,
    ADD CONSTRAINT invoice_balance_check CHECK (kind = 'invoice' OR balance >= 0);
  CREATE UNIQUE INDEX invoice_number_idx ON invoice (company_id, invoice_number, coalesce(external_id, ''));
  CREATE UNIQUE INDEX invoice_external_id_idx ON invoice (company_id, external_id) WHERE external_id IS NOT NULL;
  DROP INDEX invoice_list_idx;
  CREATE INDEX invoice_list_idx ON invoice (company_id, due_on DESC, id DESC) INCLUDE (status, kind);`;

/** The history needs no rows for existing invoices: each row is a state that has ended. */
const BALANCES = `
  CREATE TABLE invoice_balance (
    company_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    until date NOT NULL,
    customer_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'paid', 'void')),
    balance numeric NOT NULL,
    currency text NOT NULL,
    due_on date NOT NULL,
    PRIMARY KEY (company_id, invoice_id, until),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
  );`;

/** Without `kind`, nobody may be dunned for a credit, so credits are closed; repeated numbers get their external_id. */
const UNDO = `
  DROP TABLE invoice_balance;
  UPDATE invoice SET status = CASE kind WHEN 'credit_note' THEN 'void' ELSE 'paid' END, balance = 0
    WHERE status = 'open' AND (kind = 'credit_note' OR balance < 0);
  UPDATE invoice i SET invoice_number = concat_ws('/', invoice_number, external_id)
    WHERE external_id IS NOT NULL AND EXISTS (
      SELECT FROM invoice o WHERE o.company_id = i.company_id AND o.invoice_number = i.invoice_number AND o.id <> i.id);
  DROP INDEX invoice_list_idx, invoice_number_idx, invoice_external_id_idx;
  CREATE INDEX invoice_list_idx ON invoice (company_id, due_on DESC, id DESC) INCLUDE (status);
  ALTER TABLE invoice
    DROP CONSTRAINT invoice_balance_check,
    ADD CONSTRAINT invoice_balance_check CHECK (balance >= 0),
    ADD UNIQUE (company_id, invoice_number),
    DROP COLUMN kind,
    DROP COLUMN external_id;`;
