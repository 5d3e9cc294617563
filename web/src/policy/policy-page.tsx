import { runPolicy, type PolicyRunResponse } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/api-error.js';
import { dataOf } from '../api/client.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Notice } from '../controls/notice.js';
import { Page, Section } from '../controls/page.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useMay, useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import './policy.css';

const words = texts.policy;

/** Runs the dunning policy: first what a run would do, then the run. */
export default function PolicyPage() {
  const mayRun = useMay('propose');
  return (
    <Page title={words.title}>
      {mayRun ? <PolicyRun /> : <Notice kind="info">{words.notAllowed}</Notice>}
    </Page>
  );
}

function useRun(company: string, dryRun: boolean, onDone?: () => void) {
  return useMutation({
    mutationFn: () =>
      dataOf(
        runPolicy({
          path: { company_id: company },
          body: { dry_run: dryRun },
          headers: dryRun ? {} : { 'Idempotency-Key': crypto.randomUUID() },
          throwOnError: true,
        }),
      ),
    // After a failure too: what was previewed may have happened.
    onSettled: onDone,
  });
}

function PolicyRun() {
  const { company } = useSession();
  const queries = useQueryClient();
  const preview = useRun(company.id, true);
  const run = useRun(company.id, false, () => {
    preview.reset();
    void queries.invalidateQueries({ queryKey: ACTION_KEYS.all(company.id) });
  });
  const isBusy = preview.isPending || run.isPending;
  const plan = preview.data;
  const changesNothing = plan && plan.created === 0 && plan.superseded === 0;
  return (
    <Section title={words.section}>
      <p>{words.intro}</p>
      <div className="row">
        <Button
          isDisabled={isBusy}
          onPress={() => {
            run.reset();
            preview.mutate();
          }}
        >
          {plan ? words.previewAgain : words.preview}
        </Button>
        {plan && !changesNothing && (
          <Button kind="primary" isDisabled={isBusy} onPress={() => run.mutate()}>
            {words.run}
          </Button>
        )}
      </div>
      {preview.isPending && <Running title={words.previewing} />}
      {run.isPending && <Running title={words.running} />}
      {preview.error && <RunFailure error={preview.error} />}
      {run.error && <RunFailure error={run.error} />}
      {plan && !run.isPending && (
        <Notice kind="info">
          {changesNothing ? words.nothing : <Counts title={words.would} counts={plan} isDone={false} />}
        </Notice>
      )}
      {run.data && (
        <>
          <Notice kind="info">
            <Counts title={words.did} counts={run.data} isDone />
          </Notice>
          <Link href="/inbox/needs_action">{words.inbox}</Link>
        </>
      )}
    </Section>
  );
}

function Counts({ title, counts, isDone }: { title: string; counts: PolicyRunResponse; isDone: boolean }) {
  const { created, kept, superseded } = counts;
  return (
    <>
      <b>{title}</b>
      <ul className="policy-counts">
        <li>{isDone ? words.created(created) : words.create(created)}</li>
        <li>{isDone ? words.superseded(superseded) : words.supersede(superseded)}</li>
        <li>{isDone ? words.kept(kept) : words.keep(kept)}</li>
      </ul>
    </>
  );
}

/** The API does not say how far a run is, so the bar shows no share, and the sentence says how long it has taken. */
function Running({ title }: { title: string }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="policy-running">
      <progress aria-label={title} />
      <p className="muted figures">
        {title}. {seconds > 0 && words.elapsed(seconds)}
      </p>
    </div>
  );
}

function RunFailure({ error }: { error: Error }) {
  if (error instanceof ApiError && error.status === 0) return <Notice kind="warn">{words.offline}</Notice>;
  if (error instanceof ApiError && error.status >= 502) return <Notice kind="warn">{words.deadline}</Notice>;
  return <Failure error={error} />;
}
