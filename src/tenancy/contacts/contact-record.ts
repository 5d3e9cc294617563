/** A contact as a ledger sync writes it. Its access is not part of it. */
export interface ContactRecord {
  external_id: string;
  name: string;
  email: string;
  role: string | null;
  active: boolean;
}
