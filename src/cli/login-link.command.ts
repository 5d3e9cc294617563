import { Command, InvalidArgumentError } from 'commander';
import { Config } from '../config/config.js';
import { publicUrl } from '../config/public-url.js';
import { LIMITS } from '../limits.js';
import { LoginLinks } from '../login/links/login-links.service.js';
import { printResult } from './answer.js';
import { idArgument } from './arguments.js';

const { min, max, default: defaultHours } = LIMITS.linkHours;

export const loginLinkCommand = new Command('login-link').description(
  'Makes one-time links, with which contacts log in.',
);

loginLinkCommand
  .command('create')
  .description(
    'Makes a link that logs a contact in once, and prints {url, expires_at}. The contact must have an access role. The URL is shown ' +
      'only once; it begins with PUBLIC_URL, or else with the address of HOST and PORT.',
  )
  .requiredOption('--contact <id>', 'the id of the contact', idArgument)
  .option(
    '--hours <number>',
    `for how many hours the link is valid; ${defaultHours} by default`,
    hoursArgument,
  )
  .action(({ contact, hours }) =>
    printResult(async (app) => {
      const url = publicUrl(app.get(Config));
      const link = await app.get(LoginLinks).create(contact, url, hours ?? defaultHours);
      return { url: link.url, expires_at: link.expiresAt };
    }),
  );

function hoursArgument(text: string): number {
  const hours = Number(text);
  if (/^\d+$/.test(text) && hours >= min && hours <= max) return hours;
  throw new InvalidArgumentError(`It must be a number of hours from ${min} to ${max}.`);
}
