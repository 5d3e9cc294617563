import type { ReactNode } from 'react';
import { Navigation } from './navigation.js';
import './shell.css';

/** Where I am, beside what I do. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <Navigation />
      {children}
    </div>
  );
}
