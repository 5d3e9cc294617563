import { randomUUID } from 'node:crypto';
import { Notifications } from '../../src/database/notifications/notifications.js';
import type { RunningApp } from './app.js';

/**
 * Waits until the application has received the announcements of all changes so far, for example after a statement that changes a
 * token behind its back.
 */
export async function announced({
  nest,
  dataSource,
}: Pick<RunningApp, 'nest' | 'dataSource'>): Promise<void> {
  const notifications = nest.get(Notifications);
  if (!notifications.isReliable) return;
  const marker = randomUUID();
  const arrived = new Promise<void>((resolve) => {
    const unsubscribe = notifications.subscribe('daybook_access', (payload) => {
      // Null if the connection was lost meanwhile.
      if (payload !== null && payload !== marker) return;
      unsubscribe();
      resolve();
    });
  });
  await dataSource.query(`SELECT pg_notify('daybook_access', $1)`, [marker]);
  await arrived;
}
