export interface IbmInvoice {
  number: string;
  customer: string;
  /** Dates are YYYY-MM-DD. */
  issuedOn: string;
  dueOn: string;
  settledOn: string;
  amount: string;
  disputed: boolean;
  /** Days overdue as of a day; negative before the due date. */
  daysOverdue: (day: string) => number;
}

/** Parses the IBM file independently of Daybook's own parser, sorted by number. */
export function parseInvoices(csv: string): IbmInvoice[] {
  const rows = csv.trim().split(/\r?\n/).slice(1);
  return rows
    .map((row) => {
      const [, customer, , number, issued, due, amount, disputed, settled] = row.split(',');
      const dueTime = Date.parse(`${iso(due!)}T00:00:00Z`);
      return {
        number: number!,
        customer: customer!,
        issuedOn: iso(issued!),
        dueOn: iso(due!),
        settledOn: iso(settled!),
        amount: Number(amount).toFixed(2),
        disputed: disputed === 'Yes',
        daysOverdue: (day: string) => (Date.parse(`${day}T00:00:00Z`) - dueTime) / 86_400_000,
      };
    })
    .toSorted((a, b) => (a.number < b.number ? -1 : 1));
}

function iso(date: string): string {
  const [month, day, year] = date.split('/');
  return [year, month!.padStart(2, '0'), day!.padStart(2, '0')].join('-');
}
