import type { ActionDetailResponse, ApprovalLogEntry } from '@daybook/client';

/** An action with its log: what the pane shows. */
export type Action = ActionDetailResponse;
/** An entry of its log. */
export type LogEntry = ApprovalLogEntry;
