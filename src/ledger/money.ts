/** Currencies of ISO 4217 (list one) that Intl does not know: units of account, and the bolívar of 2021. */
const NOT_IN_INTL = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED'.split(' ');
const CURRENCIES = new Set([...Intl.supportedValuesOf('currency'), ...NOT_IN_INTL]);

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217, list one). Intl cannot be used, because it follows everyday usage:
 * without decimals for HUF, IDR, PKR or COP, valid invoice amounts would be refused or rounded.
 */
const MINOR_DIGITS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
const MOST_MINOR_DIGITS = Math.max(...MINOR_DIGITS.values());
/** Digits before the decimal point. */
export const MOST_INTEGER_DIGITS = 15;

// The comma is only a thousands separator. If `1.234,50` were valid too, `1.234` would be ambiguous.
const AMOUNT = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

/** Whether the text is an ISO 4217 code in capitals, such as `USD`. Withdrawn codes that Intl knows are accepted. */
export function isCurrency(text: string): boolean {
  return CURRENCIES.has(text);
}

/** The number of decimals in a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/**
 * Parses an amount as accounting systems export it (`1234.5`, `1,234.50`, `-80`).
 * @param currency null if it is invalid: then only the syntax is checked and the decimals are not padded
 * @returns a decimal string with all decimals of the currency (`1234.50`), computed without floats; or the problem, as the end
 *   of a sentence
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
  // Zeros count too: `100.000` in USD can be a hundred thousand in a European export.
  if (decimals.length > allowed)
    return { problem: `must have at most ${allowed} decimals${currency === null ? '' : ` in ${currency}`}` };

  const fraction = currency === null ? decimals : decimals.padEnd(allowed, '0');
  const unsigned = fraction === '' ? integer : `${integer}.${fraction}`;
  return { value: sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned };
}

/** Pads a decimal string to the decimals of the currency (`1234.5` becomes `1234.50`). Further decimals are kept. */
export function withMinorDigits(amount: string, currency: string): string {
  const [integer = '', decimals = ''] = amount.split('.');
  const fraction = decimals.padEnd(minorDigits(currency), '0');
  return fraction === '' ? integer : `${integer}.${fraction}`;
}

/** Formats a decimal string for people, `$1,234.50` or `KWD 1.500`. Every digit is kept; no float is involved. */
export function formatMoney(amount: string, currency: string): string {
  const format = FORMATS.get(currency) ?? formatOf(currency);
  FORMATS.set(currency, format);
  // Intl writes a no-break space after a currency code, which a search with a typed space would not match.
  return format.format(amount as Intl.StringNumericLiteral).replaceAll('\u00a0', ' ');
}

/** Cached by currency, because creating a format is slow. */
const FORMATS = new Map<string, Intl.NumberFormat>();

const formatOf = (currency: string): Intl.NumberFormat =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: minorDigits(currency),
    maximumFractionDigits: 20,
  });
