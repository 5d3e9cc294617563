import { MapInput } from '../input/body-fields.js';
import { DECISION_SETTINGS } from './decision-settings.js';
import { DELIVERY_SETTINGS } from './delivery-settings.js';
import { type AmountByCurrency, DEFAULT_MINIMUM, readMinimum } from './minimum-balances.js';
import { setting } from './setting.js';

const { withDecimals, withoutDecimals } = DEFAULT_MINIMUM;
const MINIMUM_BALANCES =
  'The least open balance that the built-in dunning policy collects, by ISO 4217 currency, as a decimal string. An invoice with ' +
  'a lower balance gets no recommendation of the policy; 0 means that every balance is collected. A currency that is absent has ' +
  `the default: ${withDecimals}, or ${withoutDecimals} in a currency without decimals, such as JPY.`;

/** The settings of a company. A new setting is one entry here: requests, responses and the stored row derive from this table. */
export const SETTINGS = {
  minimum_balances: setting<AmountByCurrency>({
    fallback: {},
    input: MapInput({
      values: { type: 'string', nullable: true },
      readEntry: readMinimum,
      description: `${MINIMUM_BALANCES} Currencies that the request omits are kept; null restores the default.`,
      example: { EUR: '5.00', USD: null },
    }),
    response: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: MINIMUM_BALANCES,
      example: { EUR: '5.00' },
    },
  }),
  ...DECISION_SETTINGS,
  ...DELIVERY_SETTINGS,
};

type Table = typeof SETTINGS;
export type Settings = { [Name in keyof Table]: Table[Name]['fallback'] };

/** The settings of a company, with the fallbacks of those that it has not set. */
export interface CurrentSettings extends Settings {
  /** When a setting last changed; null if none has. */
  updated_at: Date | null;
}

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof Table)[];

/** All settings of a company, of which it has stored some. */
export const withFallbacks = (stored: Partial<Settings>): Settings =>
  Object.fromEntries(
    SETTING_NAMES.map((name) => [name, stored[name] === undefined ? SETTINGS[name].fallback : stored[name]]),
  ) as Settings;
