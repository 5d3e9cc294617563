import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type pg from 'pg';

const ROOT = new URL('../..', import.meta.url).pathname;

export const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

const versionOf = (name: string): string => {
  const json = readFileSync(`${ROOT}node_modules/${name}/package.json`, 'utf8');
  return (JSON.parse(json) as { version: string }).version;
};

/** The commit, marked if the working tree has changes that are not committed; results and README do not count. */
export function commit(): string {
  const changes = git('status', '--porcelain', '--', '.', ':!bench/results', ':!bench/README.md');
  return git('rev-parse', '--short', 'HEAD') + (changes ? '-changed' : '');
}

export async function versions(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return {
    Node: process.version,
    PostgreSQL: rows[0]!.server_version.split(' ')[0]!,
    pg: versionOf('pg'),
    NestJS: versionOf('@nestjs/core'),
  };
}

export const cpu = (): string => `${cpus().length} × ${cpus()[0]!.model.trim()}`;
