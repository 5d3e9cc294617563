import { type Role, ROLES } from './app.module.js';
import { assertDeliveryIsChosen, loadConfig } from './config/config.js';
import { openMigratedDatabase } from './database/connection/open-database.js';
import { armFailpoint } from './database/failpoints.js';
import { messageOf } from './problems/message-of.js';
import { boundGarbage } from './start/bound-garbage.js';
import { runWorker } from './start/run-worker.js';
import { serveApi } from './start/serve-api.js';

boundGarbage();

/** The composition root: `main.js [api|worker]` runs the API, the worker, or both in one process. */
try {
  const roles = rolesOf(process.argv[2]);
  const config = loadConfig();
  assertDeliveryIsChosen(config);
  if (config.DAYBOOK_FAILPOINT) armFailpoint(config.DAYBOOK_FAILPOINT);
  const database = await openMigratedDatabase(config);
  const run = roles.includes('api') ? serveApi : runWorker;
  await run(roles, config, database).catch(async (error: unknown) => {
    await database.release();
    throw error;
  });
} catch (error) {
  console.error(`Daybook cannot start.\n${messageOf(error)}`);
  process.exit(1);
}

function rolesOf(argument: string | undefined): Role[] {
  const all = Object.keys(ROLES) as Role[];
  if (argument === undefined) return all;
  if (all.includes(argument as Role)) return [argument as Role];
  throw new Error(`The role must be one of ${all.join(', ')}; it is "${argument}".`);
}
