/** Words of letters about invoices. Random choices of them compress about as well as real letters do. */
const WORDS = (
  'account accounting agreed agreement amount answer approval arrange arrived attached balance bank because before billing brief ' +
  'call cannot cheque clear clerk clarify colleague complete concerning confirm contact contract copy correct correspondence credit ' +
  'customer date days deadline debit delay delivered delivery department details difference discuss dispute document due duplicate ' +
  'earlier enclosed entry error everything expect extend file finance find follow forward freight friendly from further goods have ' +
  'hear help hold however if immediately in inform instalment interest internal invoice issue item kindly know last late ledger letter ' +
  'line list look manager matter meanwhile meeting message missing month name need next note notice number offer office once open order ' +
  'original our outstanding overdue overlooked paid part partner payment period person phone plan please possible price promise purchase ' +
  'quantity question quickly receive received record reference regards remaining remittance reply request resolve review schedule send ' +
  'sent service settle shipment should sincerely soon statement still sum supply support tax team terms thank that the this through time ' +
  'today total transfer understand unless unpaid until urgent value verify warehouse we week when whether will with within work would ' +
  'write year yesterday you your'
).split(' ');

/** A repeatable source of random numbers (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const LETTERS = { ordinary: 400, long: 8, longLength: 50_000 };

/** The bodies of letters: ordinary ones of 450 to 3,900 characters, most of them short, and then the long ones. */
export function letters(): string[] {
  const random = randomOf(14);
  const lengths = Array.from({ length: LETTERS.ordinary }, () => 450 + 3_450 * random() ** 4);
  const long = Array.from({ length: LETTERS.long }, () => LETTERS.longLength);
  return [...lengths, ...long].map((length) => letterOf(length, random));
}

function letterOf(length: number, random: () => number): string {
  let text = '';
  while (text.length < length) {
    const words = Array.from({ length: 6 + Math.floor(random() * 12) }, () => pick(WORDS, random));
    text += `${words[0]![0]!.toUpperCase()}${words.join(' ').slice(1)}${random() < 0.2 ? '.\n\n' : '. '}`;
  }
  return text.slice(0, length);
}

const pick = <T>(values: readonly T[], random: () => number): T =>
  values[Math.floor(random() * values.length)]!;
