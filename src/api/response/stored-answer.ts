/** Thrown where a request was answered before: the same answer goes out again, whatever its status. */
export class StoredAnswer {
  constructor(readonly answer: { status: number; etag: string | null; body: string }) {}
}
