import { type ReactNode, useEffect } from 'react';
import './page.css';

/** A page other than the inbox: its heading, what belongs beside it, and the content, which scrolls. */
export function Page({
  title,
  beside,
  children,
}: {
  title: string;
  beside?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} – Daybook`;
  }, [title]);
  return (
    <main className="page">
      <div className="page-content">
        <div className="page-head">
          <h1>{title}</h1>
          {beside}
        </div>
        {children}
      </div>
    </main>
  );
}

/** A part of a page on a panel, named by its heading. */
export function Section({
  title,
  beside,
  children,
}: {
  title: string;
  beside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
