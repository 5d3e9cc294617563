import type { DataSource } from 'typeorm';
import { poolOf } from '../connection/pool.js';
import { openBoss, type QueueName, QUEUES } from './queues.js';

/** Creates or upgrades the schema of the queue library, and the queues. Jobs of a queue that does not exist would be lost. */
export async function installQueues(dataSource: DataSource): Promise<void> {
  const boss = openBoss((text, values) => poolOf(dataSource).query(text, values), { migrate: true });
  await boss.start();
  for (const [name, options] of Object.entries(QUEUES)) await boss.createQueue(name, { name, ...options });
  await boss.stop({ graceful: false });
}

/** Whether the schema of the queue library is current and has all queues. */
export async function hasQueues(dataSource: DataSource): Promise<boolean> {
  const boss = openBoss((text, values) => poolOf(dataSource).query(text, values), { migrate: true });
  if (!(await boss.isInstalled())) return false;
  const names = (await boss.getQueues()).map(({ name }) => name);
  return Object.keys(QUEUES).every((name) => names.includes(name as QueueName));
}
