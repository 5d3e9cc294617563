import type { ReactNode } from 'react';
import './table.css';

/** The frame of a table that may be wider than the page: it scrolls, and takes the focus so that keys can scroll it. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Safari does not focus what scrolls by itself.
    <div className="table-frame" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
