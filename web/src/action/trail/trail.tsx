import { listActionLog } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/client.js';
import { errorText } from '../../api/error-text.js';
import { Button } from '../../controls/button.js';
import { Notice } from '../../controls/notice.js';
import { ACTION_KEYS } from '../../inbox/actions.js';
import { relativeTime, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Action, LogEntry } from '../action.js';
import { recipientsText } from '../changes/what-changed.js';
import { DiffText } from '../message/diff-text.js';
import { reasonOf, whatOf, whoOf } from './entry-text.js';
import { textChangeOf } from './new-text.js';
import './trail.css';

/** What happened to the action, newest first. */
export function Trail({ action }: { action: Action }) {
  const [isWhole, setWhole] = useState(false);
  const older = useOlderEntries(action, isWhole);
  const known = new Set(action.approval_log.map(({ id }) => id));
  const before = (older.data ?? []).filter(({ id }) => !known.has(id));
  const entries = [...before, ...action.approval_log];
  const hasOlder = action.approval_log_truncated && !older.data;
  return (
    <section className="trail panel panel-padded" aria-label={texts.trail.heading}>
      <h2>{texts.trail.heading}</h2>
      <ol>
        {entries.toReversed().map((entry) => (
          <Entry key={entry.id} entry={entry} entries={entries} action={action} />
        ))}
      </ol>
      {older.error && <Notice kind="warn">{errorText(older.error)}</Notice>}
      {hasOlder && (
        <Button
          kind="plain"
          isDisabled={older.isFetching}
          onPress={() => (isWhole ? void older.refetch() : setWhole(true))}
        >
          {texts.trail.older}
        </Button>
      )}
    </section>
  );
}

/** The oldest entries of the log; the action has the latest hundred. */
function useOlderEntries({ company_id, id, version }: Action, isWanted: boolean) {
  return useQuery<LogEntry[]>({
    queryKey: [...ACTION_KEYS.one(company_id, id), 'log', version],
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const path = { company_id, action_id: id };
      return (await dataOf(listActionLog({ path, query: { page_size: 100 }, signal, throwOnError: true })))
        .data;
    },
  });
}

function Entry({ entry, entries, action }: { entry: LogEntry; entries: LogEntry[]; action: Action }) {
  const { trail } = texts;
  const reason = reasonOf(entry);
  const text = textChangeOf(entry, entries, action);
  const final = entry.command === 'approve' || entry.command === 'send' ? finalChangeOf(action) : null;
  const isSystem = entry.actor === 'system';
  const isPerson = whoOf(entry) !== entry.actor && !isSystem;
  return (
    <li className="trail-entry">
      <p>
        <b>{whoOf(entry)}</b> {whatOf(entry)}
        {reason !== null && <>: {reason}</>} ·{' '}
        <time dateTime={entry.created_at} title={time(entry.created_at)}>
          {relativeTime(entry.created_at)}
        </time>
        {isPerson && entry.approved_by_proof === 'claimed' && <> · {trail.claimed}</>}
        {isPerson && entry.approved_by_proof !== 'session' && <> · {trail.via(entry.actor)}</>}
      </p>
      {entry.comment && (
        <p className="trail-comment" dir="auto">
          {entry.comment}
        </p>
      )}
      <FieldChanges entry={entry} />
      {text && (
        <details>
          <summary>{trail.showChange}</summary>
          <DiffText before={text.before ?? ''} after={text.after ?? ''} />
        </details>
      )}
      {final && (
        <details>
          <summary>{trail.final}</summary>
          <DiffText before={final.before} after={final.after} />
        </details>
      )}
    </li>
  );
}

/** What the approver changed in the text, which the draft does not have. */
function finalChangeOf({ content, metadata }: Action): { before: string; after: string } | null {
  const final = metadata.final_content;
  return typeof final === 'string' && final !== content ? { before: content ?? '', after: final } : null;
}

/** Subject and recipients, before and after. */
function FieldChanges({ entry: { changes } }: { entry: LogEntry }) {
  if (!changes) return null;
  const shown = (['subject', 'to', 'cc'] as const).filter((name) => changes[name]);
  if (shown.length === 0) return null;
  return (
    <ul className="trail-changes">
      {shown.map((name) => (
        <li key={name}>
          <span className="trail-field">{texts.action.changed.fields[name]}</span>{' '}
          <DiffText before={valueText(changes[name]!.from)} after={valueText(changes[name]!.to)} />
        </li>
      ))}
    </ul>
  );
}

const valueText = (value: unknown): string => {
  if (Array.isArray(value)) return recipientsText(value) ?? texts.action.message.nobody;
  return typeof value === 'string' ? value : '';
};
