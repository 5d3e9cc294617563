import { expect, it } from '@jest/globals';
import { EditedDrafts1764850000000 } from '../../src/database/migrations/1764850000000-edited-drafts.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';

const app = useApp({}, createMigratedDatabase);

it('the migration finds the last edit of the text of each action that can still have warnings', async () => {
  const tenant = await createTenant(app);
  const anAction = async (...edits: object[]) => {
    const { id } = await tenant.make.anAction(tenant.company);
    for (const edit of edits) await tenant.client.request('patch', `/actions/${id}`).send(edit).expect(200);
    return id;
  };
  const edited = await anAction({ content: 'One' }, { subject: 'Two' }, { urgency_score: 1 });
  const approved = await anAction({ content: 'One' });
  const completed = await anAction({ content: 'One' });
  await anAction({ urgency_score: 1 });
  await tenant.client.perform('approve', approved).expect(200);
  await tenant.client.perform('complete', completed).expect(200);
  const rows = () =>
    app.dataSource.query<{ id: string; edited_at: Date; edited_by: string }[]>(
      'SELECT id, edited_at, edited_by FROM action WHERE edited_at IS NOT NULL ORDER BY id',
    );
  const before = await rows();
  expect(before.map(({ id }) => id)).toEqual([edited, approved, completed]);

  const runner = app.dataSource.createQueryRunner();
  const migration = new EditedDrafts1764850000000();
  await migration.down(runner);
  await migration.up(runner);
  await runner.release();

  expect(await rows()).toEqual(before.filter(({ id }) => id !== completed));
  expect(before[0]).toMatchObject({ edited_by: 'collections-desk' });
});
