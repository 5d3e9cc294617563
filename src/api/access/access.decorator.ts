import { SetMetadata } from '@nestjs/common';
import type { Scope } from '../../tenancy/scopes.js';

/** Who may call a handler; one that says nothing is never served. */
export type Access = { public: true } | { scope: Scope; acrossCompanies?: true };

export const ACCESS = 'daybook:access';

/** Open to all: no token is asked for. */
export const Public = () => SetMetadata(ACCESS, { public: true } satisfies Access);

/** For a company's path: the token must reach the company and have the scope. */
export const Allow = (scope: Scope) => SetMetadata(ACCESS, { scope } satisfies Access);

/** For a path that names no company: the handler itself looks at nothing but the caller's companies. */
export const AllowAcrossCompanies = (scope: Scope) =>
  SetMetadata(ACCESS, { scope, acrossCompanies: true } satisfies Access);
