declare const admitted: unique symbol;

/** The id of a company to which a caller was admitted. Data functions take it first; only admission.ts makes one. */
export type CompanyId = string & { readonly [admitted]: true };

/** The company among those that a caller reaches; undefined if it is not there. UUIDs compare case-insensitively. */
export function findCompanyId(reachable: readonly string[], companyId: string): CompanyId | undefined {
  return reachable.find((id) => id === companyId.toLowerCase()) as CompanyId | undefined;
}
