import { join } from 'node:path';
import { execute, isInstalled } from '../support/commands.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cliJson, killProcesses, startServer } from '../support/processes.js';
import { PYTHON, virtualEnvironment } from '../support/python.js';
import { createActions } from './actions.js';
import { SCOPE_NAMES } from '../../src/tenancy/scopes.js';

/**
 * `npm run test:schemathesis [-- options-of-schemathesis…]`: tests a server with the demo company against its own OpenAPI document,
 * with all checks and phases of Schemathesis. Without Python, the test is skipped, or fails with CI=true.
 */
const CONFIGURATION = 'test/schemathesis/schemathesis.toml';
const REQUIREMENTS = 'test/schemathesis/requirements.txt';
const TIMEOUT_MS = 600_000;
/** These judge a whole run, so they do not apply to a run with options. */
const CHECKS_OF_THE_RUN = ['UnusedEntries', 'EveryOperationSucceeds'];

if (await isInstalled(PYTHON)) {
  try {
    console.log(await testServer(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = 1;
    console.error(String(error));
  } finally {
    await killProcesses();
    await removeFolders();
  }
} else {
  const isCi = process.env.CI === 'true';
  if (isCi) process.exitCode = 1;
  console.log(`${isCi ? 'FAILED' : 'SKIPPED'} Schemathesis: needs python3`);
}

async function testServer(options: string[]): Promise<string> {
  const settings = {
    DATA_DIR: join(await aFolder(), 'data'),
    RATE_LIMIT_PER_MINUTE: '0',
    AUTH_FAILURES_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
  };
  const venv = await virtualEnvironment('schemathesis-venv', REQUIREMENTS);
  const server = await startServer(settings);
  const { company_id: company } = await cliJson<{ company_id: string }>(settings, 'demo', 'show');
  const scopes = SCOPE_NAMES.flatMap((scope) => ['--scope', scope]);
  const args = ['token', 'create', '--company', company, '--name', 'schemathesis', ...scopes];
  const { token } = await cliJson<{ token: string }>(settings, ...args);
  await createActions(server.url, company, token);
  const excluded = options.length > 0 ? ['--exclude-checks', CHECKS_OF_THE_RUN.join(',')] : [];
  const document = `${server.url}/api/openapi.json`;
  const run = ['--config-file', CONFIGURATION, '--no-color', 'run', document, ...excluded, ...options];
  return execute({
    args: [join(venv, 'bin/st'), ...run],
    env: { DAYBOOK_TOKEN: token, DAYBOOK_COMPANY: company },
    timeoutMs: TIMEOUT_MS,
  });
}
