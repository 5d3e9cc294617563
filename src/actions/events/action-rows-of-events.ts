import { columnsOf } from '../../database/sql/columns-of.js';
import { anyOf, IS_OF_COMPANY } from '../../database/sql/keys.js';
import { jsonBytesSql, textBytesSql } from '../../database/sql/stored-bytes.js';
import { joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import { LIMITS } from '../../limits.js';
import { type ActionRow, JOINED_COLUMNS } from '../inbox/action-rows.js';
import { Action } from '../store/action.entity.js';

const TEXT_BYTES = `(${textBytesSql('content')} + ${textBytesSql('reasoning')} + ${jsonBytesSql('metadata')})`;
const HAS_SHORT_TEXTS = `${TEXT_BYTES} <= ${LIMITS.eventData}`;
/** Texts that an event cannot have are not read: those of many actions would need much memory. */
const COLUMNS = columnsOf(Action, 'action', {
  content: `CASE WHEN ${HAS_SHORT_TEXTS} THEN content END`,
  reasoning: `CASE WHEN ${HAS_SHORT_TEXTS} THEN reasoning END`,
  metadata: `CASE WHEN ${HAS_SHORT_TEXTS} THEN metadata ELSE '{}' END`,
});

/** An action without its long texts. */
export type ActionOfEvent = ActionRow & {
  /** The bytes of the texts as they are stored, those that were not read included. */
  text_bytes: number;
};

/** Selects `ActionOfEvent`. Parameters: company, ids. */
export const ACTIONS_OF_EVENTS = `
  SELECT ${columnsOf(Action, 'a')}, a.text_bytes, ${JOINED_COLUMNS}
  FROM (
    SELECT ${COLUMNS}, ${TEXT_BYTES} AS text_bytes FROM action WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')} OFFSET 0
  ) a ${joinCustomer('a')} ${joinInvoice('a')}`;
