import { randomUUID } from 'node:crypto';
import type { Row } from './operation-rows.js';

/** The operations with which people log in and out. */
export const SESSION_OPERATIONS: Record<string, Row> = {
  getSessionOptions: { scope: 'public', ids: {} },
  // Without a valid link, nobody is logged in. test/login shows what the operations of a session do.
  logIn: { scope: 'public', ids: {}, body: () => ({ link: 'dbl_none' }), publicStatus: 401 },
  requestLoginLink: {
    scope: 'public',
    ids: {},
    body: () => ({ email: `${randomUUID()}@acme.example` }),
    publicStatus: 202,
  },
  getSession: { scope: 'session', ids: {} },
  changeSessionCompany: { scope: 'session', ids: { 'body.company_id': 'company' } },
  logOut: { scope: 'session', ids: {} },
  logOutEverywhere: { scope: 'session', ids: {} },
};
