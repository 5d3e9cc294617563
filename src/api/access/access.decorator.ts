import { SetMetadata } from '@nestjs/common';
import type { RequiredScope } from '../../tenancy/scopes.js';

/** Who may call a handler. Requests to a handler without it fail. */
export type Access =
  { public: true; isLogin?: true } | { scope: RequiredScope; acrossCompanies?: true } | { session: true };

export const ACCESS = 'daybook:access';

/** Requires no token. */
export const Public = () => SetMetadata(ACCESS, { public: true } satisfies Access);

/** Requires no token, but refuses an address from which too many authentications have failed. */
export const Login = () => SetMetadata(ACCESS, { public: true, isLogin: true } satisfies Access);

/** Requires the session of a person who is logged in; a token does not do. */
export const OfSession = () => SetMetadata(ACCESS, { session: true } satisfies Access);

/** For a path with a company: the token must have access to the company, and the scope. */
export const Allow = (scope: RequiredScope) => SetMetadata(ACCESS, { scope } satisfies Access);

/** For a path without a company: the token must have the scope. The handler itself must use only the caller's companies. */
export const AllowAcrossCompanies = (scope: RequiredScope) =>
  SetMetadata(ACCESS, { scope, acrossCompanies: true } satisfies Access);
