declare const admitted: unique symbol;

/** The id of a company to which a caller was admitted. Data functions take it first; only admission.ts makes one. */
export type CompanyId = string & { readonly [admitted]: true };

/** Finds a company among those that a caller can access; undefined if it is not one of them. Ignores the case of the UUID. */
export function findCompanyId(accessible: readonly string[], companyId: string): CompanyId | undefined {
  return accessible.find((id) => id === companyId.toLowerCase()) as CompanyId | undefined;
}
