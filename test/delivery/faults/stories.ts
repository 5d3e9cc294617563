import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from './desk.js';
import type { Random } from './random.js';

type Story = (desk: Desk, random: Random) => Promise<unknown>;

const CC = [{ name: 'Ngozi Okafor', address: 'ngozi@acme.example' }];
const soon = (random: Random): Promise<void> => sleep(random.below(1_500));

/** What happens to e-mails, and how often. */
const STORIES: readonly (readonly [number, Story])[] = [
  [30, async (desk) => desk.command('approve', (await desk.anEmail()).id)],
  [
    10,
    async (desk) =>
      desk.command('approve', (await desk.anEmail({ ccRecipients: CC })).id, {
        final_content: 'The final text.',
        final_subject: 'Your invoice',
      }),
  ],
  [
    15,
    async (desk) => {
      const { id } = await desk.anEmail();
      const texts = ['First text.', 'Second text.', 'Third text.'];
      await Promise.all(texts.map((final_content) => desk.command('approve', id, { final_content })));
    },
  ],
  [
    10,
    async (desk) => {
      const { id } = await desk.anEmail();
      const edits = [{ content: 'An edited text.' }, { to: CC, subject: 'Edited' }];
      await Promise.all([...edits.map((edit) => desk.edit(id, edit)), desk.command('approve', id)]);
    },
  ],
  [
    8,
    async (desk) => {
      const emails = await Promise.all(Array.from({ length: 5 }, () => desk.anEmail()));
      const ids = emails.map(({ id }) => id);
      await Promise.all([desk.bulkApprove(ids), desk.command('approve', ids[2]!), desk.bulkApprove(ids)]);
    },
  ],
  [
    12,
    async (desk, random) => {
      const { id } = await desk.anEmail();
      await desk.command('approve', id);
      await soon(random);
      await desk.command(
        random.choose([
          [2, 'cancel'],
          [1, 'reject'],
          [1, 'complete'],
        ]),
        id,
      );
    },
  ],
  [
    10,
    async (desk, random) => {
      const action = await desk.anEmail();
      await desk.command('approve', action.id);
      await soon(random);
      await desk.settle(action, random.next() < 0.7 ? 'paid' : 'void');
    },
  ],
  [
    8,
    async (desk) => {
      const action = await desk.anEmail();
      await desk.command('approve', action.id);
      await desk.untilSending(action.id);
      await Promise.all([desk.command('cancel', action.id), desk.settle(action, 'paid')]);
    },
  ],
  [
    5,
    async (desk, random) => {
      const action = await desk.anEmail();
      await desk.command('approve', action.id);
      await soon(random);
      await (random.next() < 0.5 ? desk.hold(action) : desk.holdBriefly(action));
    },
  ],
];

/** One story after the other until the signal. */
export async function tellStories(desks: Desk[], random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const desk = desks[random.below(desks.length)]!;
    await random.choose(STORIES)(desk, random);
    await sleep(random.below(200));
  }
}

/** Decides about failed and unknown deliveries, as a person who can ask the customer what has come. */
export async function attend(
  desk: Desk,
  random: Random,
  hasCome: (actionId: string) => boolean,
): Promise<void> {
  for (const id of await desk.listed('failed'))
    await desk.command(
      random.choose([
        [3, 'retry'],
        [1, 'cancel'],
      ]),
      id,
    );
  for (const id of await desk.listed('unknown')) await desk.command(hasCome(id) ? 'complete' : 'retry', id);
}
