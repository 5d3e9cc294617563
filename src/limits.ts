/** Limits on requests and responses, for validation, documentation and tests. Lengths of text are in characters. */
export const LIMITS = {
  /** The entries of the approval log in the response of an action; its own list has all. */
  logEntries: 100,
  /** The approximate bytes of these entries; the latest entry is in the response even if it is larger. */
  logBytes: 1024 * 1024,
  /** The approximate bytes of rows that one statement of a list reads. A page of more is read and sent in several batches. */
  rowBytes: 1024 * 1024,
  /** The bytes of the actions or recommendations in the response of a bulk operation, as JSON. */
  bulkResponse: 8 * 1024 * 1024,
  /** Bytes of the data of an event, as JSON. Without its long texts, which it then leaves out, it has less. */
  eventData: 64 * 1024,
  /**
   * Rows that one statement of an export finds, whose rows further statements read: in the order of an index, or by a search, which
   * reads the whole list for each.
   */
  exportIds: { ordered: 2_000, searched: 20_000 },
  /** Exports that one company, and all together may have open in a process. */
  exports: { company: 1, process: 10 },
  /** Milliseconds until the deadline of a response that is sent in pieces, from its first piece; of an export, from each batch. */
  streamDeadlineMs: 60_000,
  /** The body of a message to a customer. */
  content: 100_000,
  /** A reason or a comment. */
  note: 2_000,
  /** The sender's name in e-mails. */
  senderName: 100,
  /** Days on which a company sends no e-mail. */
  closedDays: 366,
  /** An agent's reasoning for an alternative. */
  reasoning: 10_000,
  /** Bytes of the evidence of an alternative, as JSON. */
  evidence: 64 * 1024,
  /** Bytes of the metadata of an alternative, as JSON, without the final content that a decision adds. */
  metadata: 64 * 1024,
  /** An identifier of another system. */
  externalId: 255,
  /** Days overdue in a filter, before or after the due date. */
  daysOverdue: 36_500,
  /** A search text. */
  search: 200,
  /** Characters of the cursor of a list: the longest has the name of a customer. */
  cursor: 2_000,
  /** The highest page number. */
  page: 1_000_000,
  /** The highest number of results on a page. */
  pageSize: 500,
  defaultPageSize: 20,
  /** Bytes of a body. The longest content fits even if every character is an emoji, escaped as two six-byte JSON escapes. */
  body: 1_280 * 1024,
  /** Levels of nesting in a body. */
  depth: 32,
  /** Levels of nesting above which a batch is rejected as a whole: its items cannot be serialized to check each by itself. */
  reportableDepth: 256,
  /** Values in a body, at any depth. */
  values: 20_000,
  /** Bytes of the body of a bulk operation (see bulk.decorator.ts). */
  bulkBody: 10 * 1024 * 1024,
  /** Bytes of the bodies that one token may have in the memory of a process: one of a bulk operation, and several ordinary ones. */
  bodyBytesPerToken: 16 * 1024 * 1024,
  /** Bytes of the bodies that all tokens of a company may have in the memory of a process. */
  bodyBytesPerCompany: 32 * 1024 * 1024,
  /** Requests of one token, or of one company, that wait until there is memory for their bodies. */
  waitingBodies: 100,
  /** Milliseconds that such a request waits before it gets 429. */
  bodyWaitMs: 10_000,
  /** Values in the body of a bulk operation, at any depth. */
  bulkValues: 200_000,
  /** Milliseconds until the deadline of a bulk operation. */
  bulkDeadlineMs: 15_000,
  /** Members of one object in a body: V8 lists those of a larger one in a single long step. */
  members: 10_000,
  /**
   * Responses that are stored for idempotency keys within 24 hours, of one token and of all tokens of a company. A desk of 100
   * people with a decision each minute stores 60,000 in ten hours, and a company with 100,000 open actions that are all
   * recommended one by one and decided on the same day 200,000, of 2 to 4 KiB each. One token cannot use up the share of others.
   */
  storedResponses: { token: 250_000, company: 500_000 },
  /** Bytes of these responses: 4 KiB for each. */
  storedResponseBytes: { token: 1024 * 1024 * 1024, company: 2 * 1024 * 1024 * 1024 },
  /** Combining characters in a row: the stream-safe format of Unicode (UAX #15). To normalize more of them takes quadratic time. */
  combining: 30,
  /** UTF-16 units of a text that is normalized. A character composes from at most six, so a longer text exceeds every limit. */
  normalizable: 100_000,
  /** By how much the heap grows beyond what is in use, until the next collection of garbage. */
  heapGrowthPercent: 20,
  /** Milliseconds that a loop over an input runs before other requests do (see slices.ts). */
  sliceMs: 5,
  /** Contacts, customers and invoices in one ledger sync, together. */
  ledgerRows: 5_000,
  /** Ended holds of one customer or invoice that are kept as a record; older ones are deleted. */
  endedHolds: 20,
  /** Days before today in which an invoice must have been paid to count in the summary of its customer. */
  paymentDays: 365,
  /** Days of the figures of a company, in one request. */
  figureDays: { max: 92, default: 30 },
  /** Recommended steps in these figures. */
  figureRecommendations: 100,
  /** Contacts of one customer. */
  customerContacts: 20,
  /** A language tag: the length that RFC 5646 recommends to reserve. */
  languageTag: 35,
  /** Recipients of one message, copies included. */
  recipients: 5,
  /** Alternatives in a recommendation. */
  alternatives: 10,
  /** Recommendations in a batch, or on a page: each has up to ten actions. */
  batch: 100,
  /**
   * Runs of the policy. Over more than `atOnce` invoices, a run is a job in slices of `slice` invoices, one transaction each. A slice
   * that fails is tried again, `tries` times in all, after 1, 2, 4 … seconds; one whose process has died, after `leaseSeconds`.
   */
  policyRun: { atOnce: 5_000, slice: 1_000, tries: 10, longestPauseSeconds: 60, leaseSeconds: 30 },
  /** The ended runs of the policy that are kept for each company. */
  endedPolicyRuns: 100,
  /** Seconds for which a worker can claim an approved action. */
  leaseSeconds: { min: 30, max: 3_600, default: 300 },
  /** Characters of the error of a delivery. */
  deliveryError: 500,
  /** Webhook endpoints of one company. */
  webhookEndpoints: 20,
  /** A URL. */
  url: 2_000,
  /** Test events of one webhook endpoint that may wait to be sent. */
  webhookTests: 20,
  /** Events that may wait for one webhook endpoint; the others stay in the feed until it has taken some. */
  webhookBacklog: 10_000,
  /** The latest attempts of the delivery of one event to a webhook endpoint that are kept. */
  webhookAttempts: 20,
  /** Days for which the ended deliveries of events to webhook endpoints are kept. */
  webhookDays: 30,
  /** Actions in one bulk command. */
  bulkActions: 100,
  /** Database connections that are reserved for token look-ups and health checks. */
  reservedConnections: 2,
  /**
   * The work of each kind for one company that may hold connections, and that may wait for one. Of serialized work, one has the
   * lock of the company, and the next waits for the lock.
   */
  companyWork: {
    quick: { running: Infinity, waiting: 200 },
    search: { running: 1, waiting: 10 },
    bulk: { running: 2, waiting: 20 },
    serialized: { running: 2, waiting: 200 },
  },
  /** Requests of one client that may wait for a connection, in all its companies. */
  waitingOfClient: 500,
  /** Requests that may wait for a connection. */
  waitingClaims: 1_000,
  /** Milliseconds for which the database counts as ready after a successful check. */
  readyMs: 1_000,
  /** Milliseconds that a read waits for the read replica to catch up, before it takes the primary. */
  replicaWaitMs: 100,
  /** Milliseconds for which the read replica is not asked again whether it is there, while nothing is written. */
  replicaTrustMs: 200,
  /** Milliseconds for which reads take the primary without looking, after the read replica could not be used. */
  replicaRetryMs: 1_000,
  /** Milliseconds that a search may wait for a connection. */
  searchWaitMs: 4_000,
  /** Milliseconds that a search may take once it has a connection. */
  searchMs: 10_000,
  /** Invalid fields that one response lists. */
  fieldErrors: 100,
  /** The path of an invalid field in a response; longer ones are truncated. */
  fieldName: 500,
  /** The path of an unknown route in a response; longer ones are truncated. */
  shownPath: 200,
  /** Milliseconds until the deadline of a request. Clients are promised a response within two seconds. */
  deadlineMs: 1_700,
  /** Milliseconds of the window in which requests and failed authentications are counted. */
  rateWindowMs: 60_000,
  /** Requests on one connection that may wait for the response before them. */
  pipelinedRequests: 500,
  /** Bytes of memory that a waiting request takes, about. */
  pipelinedRequestMemory: 4 * 1024,
  /** Milliseconds after which a client that still has unread bytes counts as slow. */
  slowReaderMs: 1_000,
  /** Bytes of memory that the response to a slow client takes, at least. */
  slowReaderMemory: 1024 * 1024,
  /** Bytes of memory for waiting requests and for responses to slow clients, of all connections together. */
  connectionMemory: 64 * 1024 * 1024,
  /** Milliseconds until the headers of a request have arrived. */
  headersMs: 15_000,
  /** Milliseconds until a request has arrived with its body. */
  requestMs: 300_000,
  /**
   * Milliseconds for which a client may neither send a byte of its request nor read from its response. Linux reports that a client
   * reads only after about a third of the send buffer, up to a megabyte, so a slow client needs time.
   */
  inactiveMs: 60_000,
  /** Milliseconds between two checks of headersMs and requestMs. */
  timeoutCheckMs: 2_500,
  /** Milliseconds for which an ended connection is still read. */
  lingerMs: 1_000,
  /** Findings that a report of `audit verify` lists; it counts the others. */
  auditFindings: 1_000,
  /** Bytes of a line in a file of an exported approval log: the longest entry has two texts of the longest content. */
  auditLine: 64 * 1024 * 1024,
  /** The highest number of events on a page of the feed, and the default. */
  events: 100,
  /** Live streams of events that one token, one company, and all together may have open in a process. */
  streams: { token: 10, company: 50, process: 500 },
  /** Milliseconds between two reads of a stream: a company that writes all the time does not make each of its streams read as often. */
  streamPauseMs: 100,
  /** Milliseconds after which a stream without events sends a comment, so that proxies keep the connection. */
  heartbeatMs: 15_000,
  /** Milliseconds for which a stream relies on an earlier check of its token. */
  streamAccessMs: 30_000,
  /** Milliseconds for which a process collects the companies with new events before it notifies the others. */
  announceMs: 25,
  /** Milliseconds between two looks for events whose notification was lost. */
  signalPollMs: 5_000,
  /** Milliseconds after the last request until a session ends. */
  sessionIdleMs: 12 * 3_600_000,
  /** Milliseconds after the log-in until a session ends, however much it is used. */
  sessionMs: 7 * 24 * 3_600_000,
  /** Milliseconds between two records of the last request of a session. */
  sessionTouchMs: 60_000,
  /** Sessions of one contact; a further log-in ends the oldest. */
  sessions: 20,
  /** Companies of one person. */
  loginCompanies: 100,
  /** Milliseconds for which a one-time link that was mailed is valid. */
  mailedLinkMs: 15 * 60_000,
  /** Hours for which a one-time link of the command line is valid. */
  linkHours: { min: 1, max: 168, default: 24 },
  /** One-time links of one contact that are mailed within the time for which one is valid. */
  mailedLinks: 5,
  /** One-time links that one IP address, and for one e-mail address, can be requested in a minute and in that time. */
  linkRequests: { perIp: 10, perEmail: 5 },
  /** E-mails with one-time links that a process sends at once, and that may wait to be sent. */
  linkMails: { sending: 4, waiting: 100 },
  /** Milliseconds for which a log-in with an OpenID provider may take the person. */
  oidcLoginMs: 10 * 60_000,
  /** Milliseconds until the OpenID provider has answered one request, and until the deadline of a request that asks it. */
  oidcRequestMs: 4_000,
  oidcDeadlineMs: 15_000,
  /** Bytes of a body without a token or a session. */
  publicBody: 4 * 1024,
  /** Milliseconds for which a process may rely on what it has read of a token or a session, unless a change is announced before. */
  accessCacheMs: 5_000,
  /** Tokens, in their companies, and sessions that a process keeps for so long. */
  accessCacheEntries: 10_000,
  /** Tokens that a process remembers as having been valid. */
  rememberedTokens: 10_000,
} as const;
