import type { ReactNode } from 'react';
import './notice.css';

/** A sentence about something odd, in the place that it concerns. `bad` interrupts a screen reader, the others wait. */
export function Notice({ kind, children }: { kind: 'info' | 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
