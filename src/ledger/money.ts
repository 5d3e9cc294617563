/** Of ISO 4217, list one, what Intl leaves out: units of account, in which invoices are written too, and a bolívar of 2021. */
const BEYOND_INTL = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED'.split(' ');
const CURRENCIES = new Set([...Intl.supportedValuesOf('currency'), ...BEYOND_INTL]);

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217, list one). Not taken from Intl, which follows
 * everyday usage (no decimals for HUF, IDR, PKR, COP …) and would refuse or round amounts that these
 * currencies' invoices carry.
 */
const MINOR_DIGITS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
const MOST_MINOR_DIGITS = Math.max(...MINOR_DIGITS.values());
/** Before the decimal point. */
export const MOST_INTEGER_DIGITS = 15;

// The comma only groups thousands: to read `1.234,50` as well would make `1.234` a guess.
const AMOUNT = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

/** Whether the text is an ISO 4217 code in capitals, such as `USD`; withdrawn ones that Intl knows are among them. */
export function isCurrency(text: string): boolean {
  return CURRENCIES.has(text);
}

/** How many decimals an amount in this currency has: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/**
 * An amount as accounting systems export it (`1234.5`, `1,234.50`, `-80`) as an exact decimal with all of its
 * currency's decimals (`1234.50`), never through a float; or the problem with it, as a sentence's end. With
 * `currency` null (unknown, and reported by whoever knows that) only the writing is judged and the decimals
 * stay as they are.
 */
export function parseAmount(text: string, currency: string | null): { value: string } | { problem: string } {
  const match = AMOUNT.exec(text);
  if (!match)
    return { problem: 'must be a number such as 1234.50 or 1,234.50, without a currency sign or spaces' };
  const [, sign, grouped = '', decimals = ''] = match;
  const integer = grouped.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  if (integer.length > MOST_INTEGER_DIGITS)
    return { problem: `must have at most ${MOST_INTEGER_DIGITS} digits before the decimal point` };

  const allowed = currency === null ? MOST_MINOR_DIGITS : minorDigits(currency);
  // Zeros count too: `100.000` in USD may well be a hundred thousand, from a European export.
  if (decimals.length > allowed)
    return { problem: `must have at most ${allowed} decimals${currency === null ? '' : ` in ${currency}`}` };

  const fraction = currency === null ? decimals : decimals.padEnd(allowed, '0');
  const unsigned = fraction === '' ? integer : `${integer}.${fraction}`;
  return { value: sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned };
}

/** An exact decimal with all of its currency's decimals (`1234.50` for `1234.5`); it may have more, and keeps them. */
export function withMinorDigits(amount: string, currency: string): string {
  const [integer = '', decimals = ''] = amount.split('.');
  const fraction = decimals.padEnd(minorDigits(currency), '0');
  return fraction === '' ? integer : `${integer}.${fraction}`;
}

/**
 * An exact decimal as people read it, `$1,234.50` or `KWD 1.500`: every digit is kept, and there is no float
 * on the way.
 */
export function formatMoney(amount: string, currency: string): string {
  const format = FORMATS.get(currency) ?? formatOf(currency);
  FORMATS.set(currency, format);
  // Intl puts a no-break space after a code; a search for the text as typed would miss it.
  return format.format(amount as Intl.StringNumericLiteral).replaceAll('\u00a0', ' ');
}

/** By currency, for to make one takes long. */
const FORMATS = new Map<string, Intl.NumberFormat>();

const formatOf = (currency: string): Intl.NumberFormat =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: minorDigits(currency),
    maximumFractionDigits: 20,
  });
