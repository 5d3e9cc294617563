import { type Arbitrary } from 'fast-check';
import { JsonObject, type Json, RawJson } from './json.js';
import { oneOf } from './values.js';

/** Values that the OpenAPI document cannot express: ids of existing rows, and keys that should repeat. */
const TEXTS: Record<string, Arbitrary<string>> = {
  ids: oneOf('{{action.fresh}}', '{{action.fresh}}', '{{action.used}}'),
  approved_by: oneOf('{{contact.own}}'),
  customer_id: oneOf('{{customer.written}}'),
  customer_external_id: oneOf('{{customer.key}}'),
  invoice_id: oneOf('{{invoice.written}}'),
  invoice_number: oneOf('{{invoice.number}}'),
  dedupe_key: oneOf('d1', 'd2', '{{random}}'),
};

export const plausibleText = (field: string): Arbitrary<string> | undefined => TEXTS[field];

/** Exactly one field of each pair may be sent. */
const EXCLUSIVE_FIELDS = [
  ['customer_id', 'customer_external_id'],
  ['invoice_id', 'invoice_number'],
  ['due_date', 'due_on'],
] as const;

/** @param fields all fields of the schema */
export const isRequired = (field: string, fields: readonly string[]): boolean =>
  (field === 'customer_id' && fields.includes('customer_external_id')) ||
  (field === 'due_date' && fields.includes('due_on'));

/** Removes a field of each exclusive pair, and copies of an e-mail without a recipient. */
export function plausibleObject(object: JsonObject): JsonObject {
  const has = (name: string) => object.entries.some(([field]) => field === name);
  const plausible = EXCLUSIVE_FIELDS.reduce(
    (rest, [name, other]) => (has(other) ? rest.remove(name) : rest),
    object,
  );
  return has('to') ? plausible : plausible.remove('cc');
}

/** Marks exactly one alternative as recommended, and removes repeated ids. */
export function plausibleList(items: Json[]): Json[] {
  const withOneRecommended = items.map((item, at) =>
    item instanceof JsonObject && item.entries.some(([name]) => name === 'is_recommended')
      ? item.set('is_recommended', new RawJson(String(at === 0)))
      : item,
  );
  return withOneRecommended.filter(
    (item, at) => item !== '{{action.used}}' || withOneRecommended.indexOf(item) === at,
  );
}
