import { Command } from 'commander';
import { loadConfig } from '../config.js';
import { migrate } from '../database/migrate.js';
import { openDatabase } from '../database/connection/open-database.js';
import { readDemo } from '../demo/demo-file.js';
import { print } from './answer.js';

export const demoCommand = new Command('demo').description(
  'the demo company, which the first `npm start` loads',
);

demoCommand
  .command('show')
  .description('where to try it: {base_url, company_id, token}')
  .action(async () => {
    const demo = await readDemo(loadConfig().DATA_DIR);
    if (!demo) throw new Error('There is no demo company here; `npm start` without DATABASE_URL loads it.');
    const { base_url, company_id, token } = demo;
    print({ base_url, company_id, token });
  });

export const migrateCommand = new Command('migrate')
  .description('bring the database up to date: {applied: [names]}')
  .action(async () => {
    const database = await openDatabase(loadConfig());
    try {
      print({ applied: await migrate(database.url) });
    } finally {
      await database.release();
    }
  });
