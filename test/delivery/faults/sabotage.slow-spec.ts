import { beforeEach, expect, it } from '@jest/globals';
import { useSendingApp } from '../../support/sending-app.js';
import {
  DELIVERY_INVARIANTS,
  type DeliveryInvariant,
  deliveryViolations,
  type Observed,
} from './invariants.js';

const sending = useSendingApp();
/** The ids of a customer who got two e-mails, of the action of the first, and of one that waits for tomorrow. */
const rows = { customer: '', sent: '', waiting: '' };
let observed: Required<Observed>;

async function prepare(): Promise<void> {
  const customerId = (await sending.tenant.make.aCustomer(sending.tenant.company)).id;
  const first = await sending.anEmail({ customerId });
  const second = await sending.anEmail({ customerId });
  for (const { id } of [first, second]) {
    await sending.approve(id);
    await sending.until(id, 'sent');
  }
  await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
  rows.customer = customerId;
  rows.sent = first.id;
  rows.waiting = await sending.anApprovedEmail();
  await untilPutOff();
  observed = { mails: [...sending.sink.mails], gone: [], spaced: [] };
}
beforeEach(prepare);

async function untilPutOff(): Promise<void> {
  for (;;) if ((await sending.delivery(rows.waiting)).not_before) return;
}

interface Sabotage {
  /** Statements with placeholders for the ids in `rows`. */
  sql?: string;
  /** Changes what was observed. */
  observe?: (observed: Required<Observed>) => Partial<Observed>;
}

const changed = (
  change: (mail: Observed['mails'][number]) => object,
): Pick<Required<Sabotage>, 'observe'> => ({
  observe: ({ mails }) => ({
    mails: mails.map((mail, n) => (n === 0 ? { ...mail, ...change(mail) } : mail)),
  }),
});

/** For each invariant a change that breaks it and no other. */
const SABOTAGES: Record<DeliveryInvariant, Sabotage> = {
  'every e-mail is exactly one that was approved': changed(({ raw }) => ({
    raw: raw.replaceAll('please pay', 'please wait'),
  })),
  'an e-mail goes to its recipients and to nobody else': changed(({ to }) => ({
    to: [...to, 'eve@evil.example'],
  })),
  'no e-mail is sent twice': { observe: ({ mails }) => ({ mails: [...mails, mails[0]!] }) },
  'no e-mail of a cancelled action is sent, unless its outcome was unknown': {
    sql: `UPDATE delivery SET status = 'cancelled', sent_at = NULL WHERE action_id = $sent`,
  },
  'no e-mail is begun after its reason was gone': {
    observe: ({ mails }) => ({
      gone: [
        { subject_id: rows.customer, at: new Date(mails[0]!.receivedAt.getTime() - 1), grace_seconds: 0 },
      ],
    }),
  },
  'what counts as sent is in the mailbox': { observe: ({ mails }) => ({ mails: mails.slice(1) }) },
  'what is in the mailbox counts as sent, unless its outcome was unknown': {
    sql: `UPDATE delivery SET status = 'failed', sent_at = NULL WHERE action_id = $sent`,
  },
  'what is to be sent has a job that comes in time': {
    sql: `UPDATE pgboss.job SET start_after = start_after + interval '1 hour' WHERE data ->> 'actionId' = $waiting`,
  },
  'nothing that is due is left': {
    // A second ago, because the column is rounded to milliseconds, also up.
    sql: `UPDATE delivery SET not_before = now() - interval '1 second' WHERE action_id = $waiting;
          UPDATE pgboss.job SET start_after = now() WHERE data ->> 'actionId' = $waiting`,
  },
  'a customer gets one e-mail in the interval': {
    observe: () => ({ spaced: [sending.tenant.company.id] }),
  },
};

/** Returns the names of the violated invariants after the changes, and rolls the changes back. */
async function violationsAfter({ sql = 'SELECT', observe }: Sabotage): Promise<string[]> {
  const saboteur = sending.app.dataSource.createQueryRunner();
  await saboteur.startTransaction();
  try {
    await saboteur.query(sql.replace(/\$(\w+)/g, (_, row: keyof typeof rows) => `'${rows[row]}'`));
    const select = (query: string, values: unknown[]) => saboteur.query(query, values) as Promise<object[]>;
    return Object.keys(await deliveryViolations(select, { ...observed, ...observe?.(observed) }));
  } finally {
    await saboteur.rollbackTransaction();
    await saboteur.release();
  }
}

it('all invariants of deliveries hold after e-mails, and each detects its own sabotage and no other', async () => {
  expect(await violationsAfter({})).toEqual([]);
  for (const name of Object.keys(DELIVERY_INVARIANTS) as DeliveryInvariant[])
    expect({ name, detected: await violationsAfter(SABOTAGES[name]) }).toEqual({ name, detected: [name] });
});
