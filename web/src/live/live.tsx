import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ACTION_KEYS } from '../inbox/actions.js';
import { rememberCompany } from '../inbox/early-requests.js';
import { SESSION_KEY, useSession } from '../session/session.js';
import { markAllOutdated, markOutdated, removeDecided } from './apply-events.js';
import { batches } from './batches.js';
import { followEvents } from './event-stream.js';
import type { LiveEvent } from './events.js';
import { lineOf } from './line-of.js';
import { setLost, tell } from './live-line.js';
import { isOwnEvent, markOwnRequests } from './own-requests.js';

/** Rows leave at once, for the eye. */
const REMOVAL = { firstMs: 20, longestMs: 100 };
const READING = { firstMs: 300, longestMs: 3_000 };

markOwnRequests();

/** Follows what others do, as long as somebody is logged in: one stream for the page. Shows nothing itself. */
export function Live(): null {
  const { company } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    rememberCompany(company.id);
    const isBusy = () => queries.isFetching({ queryKey: ACTION_KEYS.all(company.id) }) > 0;
    const removed = batches<LiveEvent>((events) => removeDecided(queries, company.id, events), REMOVAL);
    const gathered = batches<LiveEvent>(
      (events) => {
        const line = lineOf(events, isOwnEvent);
        if (line) tell(line);
        markOutdated(queries, company.id, events);
      },
      { ...READING, isBusy },
    );
    // After the answers that are on their way, which may be older than the stream.
    const reopened = batches<true>(() => markAllOutdated(queries, company.id), { ...READING, isBusy });
    const end = followEvents(company.id, {
      onEvent: (event) => {
        removed.add(event);
        gathered.add(event);
      },
      onOpen: () => {
        setLost(false);
        reopened.add(true);
      },
      onLost: () => setLost(true),
      // Asks whether it is the session that has ended.
      onRefused: () => void queries.invalidateQueries({ queryKey: SESSION_KEY }),
    });
    return () => {
      end();
      removed.end();
      gathered.end();
      reopened.end();
      setLost(false);
    };
  }, [company.id, queries]);
  return null;
}
