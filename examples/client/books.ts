import { createClient } from '../../packages/client/generated/client/index.js';
import { getAging, listCompanies, putLedger } from '../../packages/client/generated/index.js';

/**
 * Syncs a customer and an invoice, which is open or paid, and reads the receivables aging.
 * @param token needs the scopes `read` and `ledger`
 */
export async function keepBooks(baseUrl: string, token: string, isPaid: boolean) {
  const client = createClient({ baseUrl, auth: token });
  const companies = await listCompanies({ client, throwOnError: true });
  const path = { company_id: companies.data.data[0]!.id };

  const result = await putLedger({
    client,
    path,
    body: {
      customers: [{ external_id: 'C-1', name: 'Acme Industrial Supply', email: 'payables@acme.example' }],
      invoices: [
        {
          invoice_number: 'INV-1042',
          customer_external_id: 'C-1',
          amount: '1250.00',
          currency: 'USD',
          issued_on: '2026-01-12',
          due_date: '2026-02-11',
          status: isPaid ? 'paid' : 'open',
          settled_on: isPaid ? '2026-03-01' : null,
        },
      ],
    },
  });
  if (result.error) throw new Error(result.error.errors?.map(({ detail }) => detail).join(' '));

  const aging = await getAging({ client, throwOnError: true, path });
  return { invoices: result.data.invoices, owed: aging.data.totals.map(({ total }) => total) };
}
