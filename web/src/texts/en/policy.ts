import { number } from '../format.js';
import { plural } from '../plural.js';

const recommendations = (count: number) =>
  plural(count, { one: '# recommendation', other: '# recommendations' });

export const policy = {
  title: 'Policy run',
  notAllowed: 'Your role cannot run the policy. Ask an admin.',
  section: 'Recommend the next steps',
  intro:
    'The dunning policy looks at every open invoice and recommends the next step. A run never sends anything: people decide.',
  preview: 'See what a run would do',
  previewAgain: 'Look again',
  previewing: 'Looking at the open invoices…',
  would: 'A run now would:',
  did: 'The run is done:',
  create: (count: number) => `create ${recommendations(count)}`,
  keep: (count: number) => `keep ${recommendations(count)} that are still right`,
  supersede: (count: number) => `supersede ${recommendations(count)} that are not`,
  created: (count: number) => `${recommendations(count)} created`,
  kept: (count: number) => `${recommendations(count)} kept`,
  superseded: (count: number) => `${recommendations(count)} superseded`,
  nothing: 'A run now would change nothing.',
  run: 'Run the policy',
  running: 'The policy runs',
  queued: 'The run waits for the worker',
  progress: (done: number, total: number) =>
    `${number(done)} of ${plural(total, { one: '# open invoice', other: '# open invoices' })}. You can leave this page: the run goes on.`,
  failed: (reason: string) =>
    `The run has failed: ${reason} What it had done before stays. You can start another, which goes over all invoices.`,
  elapsed: (seconds: number) =>
    `${plural(seconds, { one: '# second', other: '# seconds' })} so far. How long it takes depends on the number of open invoices.`,
  deadline:
    'The run took longer than a request may, so that its result is not known here. Nothing is half done: a run is written as a whole or not at all. Look again at what a run would do; if that is much less than before, the run was finished. Otherwise run it on the server, which has no such limit: npm run cli -- recommend --company <id>.',
  offline:
    'The connection was lost while the policy ran. A run is written as a whole or not at all: look again at what a run would do.',
  inbox: 'Open what needs action',
};
