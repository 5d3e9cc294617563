import type { PolicyRunResponse } from '@daybook/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/api-error.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Notice } from '../controls/notice.js';
import { Page, Section } from '../controls/page.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useMay, useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { countsOf, isAtWork, useJob, useRun } from './runs.js';
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

function PolicyRun() {
  const { company } = useSession();
  const queries = useQueryClient();
  const preview = useRun(company.id, true);
  const run = useRun(company.id, false, () => {
    preview.reset();
    void queries.invalidateQueries({ queryKey: ACTION_KEYS.all(company.id) });
  });
  const job = useJob(company.id, run.data ?? preview.data);
  const isWaiting = job !== null && isAtWork(job);
  const isBusy = preview.isPending || run.isPending || isWaiting;
  const plan = job?.dry_run ? countsOf(job) : countsOf(preview.data);
  const done = job && !job.dry_run ? countsOf(job) : countsOf(run.data);
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
      {isWaiting && (
        <Running
          title={job.status === 'queued' ? words.queued : job.dry_run ? words.previewing : words.running}
          progress={job.progress}
        />
      )}
      {job?.status === 'failed' && <Notice kind="warn">{words.failed(job.error ?? '')}</Notice>}
      {preview.error && <RunFailure error={preview.error} />}
      {run.error && <RunFailure error={run.error} />}
      {plan && !done && !run.isPending && (
        <Notice kind="info">
          {changesNothing ? words.nothing : <Counts title={words.would} counts={plan} isDone={false} />}
        </Notice>
      )}
      {done && (
        <>
          <Notice kind="info">
            <Counts title={words.did} counts={done} isDone />
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

/** How far a job is. Of a run within a request, the API does not tell, so the bar shows no share, but how long it has taken. */
function Running({ title, progress }: { title: string; progress?: { done: number; total: number } }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="policy-running">
      <progress
        aria-label={title}
        {...(progress && { value: progress.done, max: Math.max(1, progress.total) })}
      />
      <p className="muted figures">
        {title}.{' '}
        {progress ? words.progress(progress.done, progress.total) : seconds > 0 && words.elapsed(seconds)}
      </p>
    </div>
  );
}

function RunFailure({ error }: { error: Error }) {
  if (error instanceof ApiError && error.status === 0) return <Notice kind="warn">{words.offline}</Notice>;
  if (error instanceof ApiError && error.status >= 502) return <Notice kind="warn">{words.deadline}</Notice>;
  return <Failure error={error} />;
}
