import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listenError } from '../../src/problems/listen-error.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses, runProgram } from '../support/processes.js';

let installation: Installation;
let other: Server;
let taken: string;

beforeAll(async () => {
  installation = await createInstallation();
  other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  taken = String((other.address() as AddressInfo).port);
});
afterAll(async () => {
  await killProcesses();
  other.close();
  await installation.dataSource.destroy();
});

const inUse = (variable: string, port: string): string =>
  `${variable}=${port} is already in use on 127.0.0.1: stop the process that uses it, or set ${variable} to another port.`;

describe('H18: a server that cannot listen', () => {
  it.each([
    [[], 'PORT', {}],
    [['api'], 'METRICS_PORT', {}],
    [['worker'], 'METRICS_PORT', {}],
    [[], 'PORT', { NODE_ENV: 'production', DELIVERY: 'external' }],
  ])(
    'main.js %j prints one sentence if %s is in use, with the settings %j',
    async (roles, variable, more) => {
      const settings = { DATABASE_URL: installation.databaseUrl, PORT: '0', [variable]: taken, ...more };
      expect(await runProgram(process.execPath, ['dist/main.js', ...roles], settings)).toEqual({
        stdout: '',
        stderr: `Daybook cannot start.\n${inUse(variable, taken)}\n`,
        code: 1,
      });
    },
  );

  it('prints one sentence if HOST is not an address of the machine', async () => {
    const settings = { DATABASE_URL: installation.databaseUrl, PORT: '0', HOST: '192.0.2.1' };
    const { stdout, stderr } = await runProgram(process.execPath, ['dist/main.js'], settings);
    expect(stdout).toBe('');
    expect(stderr).toBe('Daybook cannot start.\nHOST=192.0.2.1 is not an address of this machine.\n');
  });

  it('has a sentence for a port that needs privileges, and keeps every other error', () => {
    const target = { variable: 'PORT', port: 80, host: '0.0.0.0' } as const;
    // The tests may run as root, which may listen on every port.
    const denied = Object.assign(new Error('listen EACCES: permission denied 0.0.0.0:80'), {
      code: 'EACCES',
    });
    expect(listenError(denied, target)).toMatchObject({
      message: 'PORT=80 needs a permission that the process does not have: set PORT to a port above 1023.',
    });
    const unknown = new Error('unknown');
    expect(listenError(unknown, target)).toBe(unknown);
  });
});
