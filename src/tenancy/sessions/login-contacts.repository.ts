import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { LIMITS } from '../../limits.js';
import { liveRole } from '../contacts/contact-sql.js';
import type { LoginContact } from './sessions.repository.js';

/** A contact that can log in now. */
export interface ContactToLogIn extends LoginContact {
  companyName: string;
  /** The address to which access was granted, as it was written then. */
  email: string;
}

const COLUMNS = `
  SELECT c.company_id AS "companyId", c.id AS "contactId", c.access_id AS "accessId", y.name AS "companyName",
         c.access_email AS email
  FROM company_contact c JOIN company y ON y.id = c.company_id
  WHERE ${liveRole('c')} IS NOT NULL`;
const OF_COMPANIES = `ORDER BY y.name, y.id LIMIT ${LIMITS.loginCompanies}`;
const WITH_EMAIL = `${COLUMNS} AND c.access_role IS NOT NULL AND lower(c.access_email) = lower($1) ${OF_COMPANIES}`;
const WITH_IDS = `${COLUMNS} AND c.id = ANY($1) ${OF_COMPANIES}`;

/** Finds who can log in, in any company: nobody is admitted to one before. */
@Injectable()
export class LoginContactsRepository {
  constructor(private readonly transactions: Transactions) {}

  withEmail(email: string): Promise<ContactToLogIn[]> {
    return this.transactions.manager.query(WITH_EMAIL, [email]);
  }

  withIds(contactIds: readonly string[]): Promise<ContactToLogIn[]> {
    return this.transactions.manager.query(WITH_IDS, [contactIds]);
  }
}
