/** The minimal server for the inbox: executes the statement of the API and returns its rows as JSON. */
import { createServer } from 'node:http';
import pg from 'pg';
import { listingOf } from '../dist/actions/inbox/list-query.js';
import { pageStatement } from '../dist/database/sql/select-page.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const listing = listingOf(process.env.COMPANY, { category: 'needs_action' }, new Date());
const statement = { name: 'inbox', ...pageStatement(listing, { page: 1, page_size: 20 }) };

const server = createServer(async (_request, response) => {
  const { rows } = await pool.query(statement);
  response
    .setHeader('content-type', 'application/json')
    .end(JSON.stringify({ count: rows[0].total_count, data: rows }));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
