import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../../keys/use-keys.js';
import { ACTION_KEYS } from '../../inbox/actions.js';
import { isDecided, latestUndoable } from './pending.js';
import { PendingDecisionsContext } from './pending-decisions.js';
import { PendingStore } from './pending-store.js';
import { UndoStrip } from './undo-strip.js';

/**
 * Keeps decisions above the routes, so that they outlive the action that they are about: several may be pending, each with its own
 * six seconds. The undo key takes the latest back.
 */
export function PendingDecisionsProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [store] = useState(
    () =>
      new PendingStore(({ companyId }) =>
        queryClient.invalidateQueries({ queryKey: ACTION_KEYS.all(companyId) }),
      ),
  );
  const all = useSyncExternalStore(store.subscribe, store.current);
  const [hosts, setHosts] = useState(0);
  const [, navigate] = useLocation();

  const undo = useCallback(
    (id: string) => {
      const pending = store.current().find((one) => one.id === id);
      store.undo(id);
      if (pending) navigate(pending.decision.href);
    },
    [store, navigate],
  );
  const host = useCallback(() => {
    setHosts((count) => count + 1);
    return () => setHosts((count) => count - 1);
  }, []);

  useEffect(() => {
    const onPageHide = () => void store.flush(true);
    // Only what has failed and is being repeated may be lost when the page goes away; the browser asks before that.
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (store.current().some(({ stage }) => stage === 'repeating')) event.preventDefault();
    };
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, [store]);

  const latest = latestUndoable(all);
  useKeys(latest ? { undo: () => undo(latest.id) } : {});

  const value = useMemo(
    () => ({
      all,
      undo,
      host,
      decide: store.decide,
      sendNow: store.sendNow,
      dismiss: store.dismiss,
      flush: store.flush,
      isDecided: (actionId: string) =>
        all.some((pending) => isDecided(pending) && pending.decision.actionIds.includes(actionId)),
    }),
    [all, undo, host, store],
  );
  return (
    <PendingDecisionsContext value={value}>
      {children}
      {hosts === 0 && <UndoStrip isAtBottomOfPage />}
    </PendingDecisionsContext>
  );
}
