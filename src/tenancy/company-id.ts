declare const admitted: unique symbol;

/** The id of a company to which a caller was admitted. Data functions take it first; only admission.ts makes one. */
export type CompanyId = string & { readonly [admitted]: true };

/** The id of a company if a caller can access it, otherwise undefined. Ignores the case of the UUID. */
export function asCompanyId(accessible: string | null, companyId: string): CompanyId | undefined {
  return accessible === companyId.toLowerCase() ? (accessible as CompanyId) : undefined;
}
