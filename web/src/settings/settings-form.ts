import type { SettingsInput, SettingsResponse } from '@daybook/client';

export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
export const WEEK: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The settings as a form has them: texts, which may be half typed. */
export interface Form {
  delivery: 'built_in' | 'external';
  from_name: string;
  from_email: string;
  reply_to: string;
  signature: string;
  time_zone: string;
  hasWindow: boolean;
  days: Day[];
  start: string;
  end: string;
  closed_days: string;
  minimum_interval_days: string;
  approver_required: boolean;
  four_eyes: boolean;
  minimums: { currency: string; amount: string }[];
}

const OFFICE_HOURS = { days: WEEK.slice(0, 5), start: '08:00', end: '17:00' };

export function formOf(settings: SettingsResponse): Form {
  const window = settings.delivery_window ?? OFFICE_HOURS;
  return {
    delivery: settings.delivery,
    from_name: settings.from_name ?? '',
    from_email: settings.from_email ?? '',
    reply_to: settings.reply_to ?? '',
    signature: settings.signature ?? '',
    time_zone: settings.time_zone,
    hasWindow: settings.delivery_window !== null,
    days: [...window.days],
    start: window.start,
    end: window.end,
    closed_days: settings.closed_days.join('\n'),
    minimum_interval_days: String(settings.minimum_interval_days),
    approver_required: settings.approver_required,
    four_eyes: settings.four_eyes,
    minimums: Object.entries(settings.minimum_balances).map(([currency, amount]) => ({ currency, amount })),
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** A number that is none is sent as it is: the API says what it must be. */
const numberOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : (text as never));

function valuesOf(form: Form): Required<Omit<SettingsInput, 'minimum_balances'>> {
  const { days, start, end } = form;
  return {
    delivery: form.delivery,
    from_name: orNull(form.from_name),
    from_email: orNull(form.from_email),
    reply_to: orNull(form.reply_to),
    signature: orNull(form.signature),
    time_zone: orNull(form.time_zone),
    delivery_window: form.hasWindow ? { days: WEEK.filter((day) => days.includes(day)), start, end } : null,
    closed_days: form.closed_days.split(/[\s,;]+/).filter((day) => day !== ''),
    minimum_interval_days: numberOf(form.minimum_interval_days),
    approver_required: form.approver_required,
    four_eyes: form.four_eyes,
  };
}

/** The minimums that changed; null for a currency that is not listed any more, which restores its default. */
function changedMinimums(before: Form, now: Form): Record<string, string | null> {
  const old = new Map(before.minimums.map(({ currency, amount }) => [currency, amount]));
  const listed = now.minimums.filter(({ currency, amount }) => currency !== '' || amount !== '');
  const changed = listed.filter(({ currency, amount }) => old.get(currency) !== amount);
  const kept = new Set(listed.map(({ currency }) => currency));
  const removed = [...old.keys()].filter((currency) => !kept.has(currency));
  return Object.fromEntries([
    ...changed.map(({ currency, amount }) => [currency, amount]),
    ...removed.map((currency) => [currency, null]),
  ]);
}

/** What to send: only what differs, so that another person's changes of other settings stay. */
export function changeOf(before: Form, now: Form): SettingsInput {
  const [old, values] = [valuesOf(before), valuesOf(now)];
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name as keyof typeof old]),
  );
  const minimums = changedMinimums(before, now);
  return {
    ...Object.fromEntries(changed),
    ...(Object.keys(minimums).length > 0 && { minimum_balances: minimums }),
  };
}

/**
 * What is wrong with a field or with a part of it, such as `closed_days[2]`; undefined if nothing is. The sentence of the API begins
 * with the name of the field, which stands beside its label here.
 */
export function fieldError(fields: Readonly<Record<string, string>>, name: string): string | undefined {
  const found = Object.keys(fields).find(
    (field) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`),
  );
  if (found === undefined) return undefined;
  const sentence = fields[found]!;
  const rest = sentence.startsWith(`${found} `) ? sentence.slice(found.length + 1) : sentence;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
