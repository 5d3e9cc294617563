import { Command, InvalidArgumentError } from 'commander';
import { isObject } from '../input/check-input.js';
import { readInput } from '../input/read-input.js';
import { SettingsInput } from '../settings/dto/settings.dto.js';
import { SettingsService } from '../settings/settings.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../tenancy/caller.js';
import { printResult } from './answer.js';

export const settingsCommand = new Command('settings').description('Manages the settings of a company.');

settingsCommand
  .command('show')
  .description('Prints the settings of a company.')
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => app.get(SettingsService).get(await app.get(OperatorAdmission).admit(company))),
  );

settingsCommand
  .command('set')
  .description('Changes the given settings of a company and prints all of them.')
  .requiredOption('--company <id>', 'the id of the company')
  .option(
    '--minimum-balance <currency=amount>',
    'the least open balance that the policy collects in a currency, such as EUR=5.00; EUR=default restores the default; ' +
      'repeatable',
    addMinimum,
  )
  .option(
    '--json <object>',
    'settings as the body of PATCH …/settings, such as {"delivery_window":null}',
    parseObject,
  )
  .action(({ company, minimumBalance, json }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const change = { ...json, ...(minimumBalance && { minimum_balances: minimumBalance }) };
      return app.get(SettingsService).update(id, await readInput(SettingsInput, change), SYSTEM_ACTOR);
    }),
  );

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The same sentence as for other values.
  }
  throw new InvalidArgumentError('It must be a JSON object, such as {"delivery_window":null}.');
}

type Minimums = Record<string, string | null>;

/** Adds the minimum of one option to those of earlier ones. */
function addMinimum(text: string, minimums: Minimums = {}): Minimums {
  const [currency, amount] = text.split(/=(.*)/s);
  if (currency && amount) return { ...minimums, [currency]: amount === 'default' ? null : amount };
  throw new InvalidArgumentError('It must be currency=amount, such as EUR=5.00.');
}
