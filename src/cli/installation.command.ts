import { Command } from 'commander';
import { loadConfig } from '../config/config.js';
import { migrate } from '../database/migrate.js';
import { openDatabase } from '../database/connection/open-database.js';
import { readDemo } from '../demo/demo-file.js';
import { printJson } from './answer.js';

export const demoCommand = new Command('demo').description(
  'Shows the demo company, which the first `npm start` creates.',
);

demoCommand
  .command('show')
  .description('Prints the URL, the company id and the token of the demo: {base_url, company_id, token}.')
  .action(async () => {
    const demo = await readDemo(loadConfig().DATA_DIR);
    if (!demo) throw new Error('There is no demo company here; `npm start` without DATABASE_URL creates it.');
    const { base_url, company_id, token } = demo;
    printJson({ base_url, company_id, token });
  });

export const migrateCommand = new Command('migrate')
  .description('Runs the pending database migrations and prints {applied: [names]}.')
  .action(async () => {
    const database = await openDatabase(loadConfig());
    try {
      printJson({ applied: await migrate(database.url) });
    } finally {
      await database.release();
    }
  });
