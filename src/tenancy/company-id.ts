declare const minted: unique symbol;

/** The id of a company that the caller may act for; the type says that somebody checked. */
export type CompanyId = string & { readonly [minted]: true };

/** Finds the asked company among those that the caller reaches, or answers undefined. Only the guard and the command line call it. */
export function mintCompanyId(reachable: readonly string[], asked: string): CompanyId | undefined {
  return reachable.find((id) => id === asked.toLowerCase()) as CompanyId | undefined;
}
