import {
  changeSessionCompany,
  getSessionOptions,
  logIn,
  logOut as endSession,
  requestLoginLink,
  type SessionOptionsResponse,
} from '@daybook/client';
import { dataOf } from '../api/client.js';
import type { Session } from './session.js';

/** How people can log in here, besides with a link of the operator. */
export type LogInOptions = SessionOptionsResponse;

export const logInOptions = (): Promise<LogInOptions> => dataOf(getSessionOptions({ throwOnError: true }));

/** Begins a session; the link cannot be used again. */
export const logInByLink = (link: string): Promise<Session> =>
  dataOf(logIn({ body: { link }, throwOnError: true }));

/** Has a link mailed. The answer is the same whether the address is known or not. */
export const mailLink = (email: string): Promise<unknown> =>
  dataOf(requestLoginLink({ body: { email }, throwOnError: true }));

export const changeCompany = (company_id: string): Promise<Session> =>
  dataOf(changeSessionCompany({ body: { company_id }, throwOnError: true }));

export const logOut = (): Promise<unknown> => dataOf(endSession({ throwOnError: true }));
