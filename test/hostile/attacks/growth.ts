import type { Attack } from '../attack.js';
import { anEmailAlternative, aRecommendation } from '../../support/recommendation.js';
import { Factories } from '../../support/factories.js';

const RECOMMENDATIONS = 70;
const EDITS = 124;
/** Sizes of evidence, of which the attacker takes the largest that is accepted. */
const EVIDENCE_BYTES = [1_200_000, 600_000, 250_000, 100_000, 50_000, 16_000, 8_000, 2_000];

/** What a record gathers in its life must not make it unreadable or undecidable. */
export const GROWTH: Attack[] = [
  {
    name: 'evidence',
    does: `${RECOMMENDATIONS} recommendations with as much evidence as is accepted, then their lists`,
    run: async (attacker) => {
      const { dataSource, company } = attacker.target;
      const make = new Factories(dataSource);
      const recommend = async (bytes: number) =>
        attacker.call(
          'POST',
          '/recommendations',
          aRecommendation({
            customer_id: (await make.aCustomer(company)).id,
            alternatives: [anEmailAlternative({ evidence: { text: 'x'.repeat(bytes) } })],
          }),
        );
      let bytes = 0;
      for (bytes of EVIDENCE_BYTES) if ((await recommend(bytes)) === '201') break;
      for (let count = 1; count < RECOMMENDATIONS; count++) await recommend(bytes);
      for (const path of ['/recommendations?page_size=100', '/actions?page_size=500']) {
        const status = await attacker.call('GET', path);
        attacker.expect(status === '200', `GET ${path} must work, and is ${status}`);
      }
      await attacker.repeat(4, () => attacker.call('GET', '/recommendations?page_size=100'));
    },
  },
  {
    name: 'edits',
    does: `${EDITS} edits of a text of 100,000 characters, then GET, PATCH, approve and reject of that action`,
    run: async (attacker) => {
      const { dataSource, company } = attacker.target;
      const action = await new Factories(dataSource).anAction(company);
      const path = `/actions/${action.id}`;
      for (let n = 0; n < EDITS; n++)
        await attacker.call('PATCH', path, { content: String.fromCodePoint(97 + (n % 26)).repeat(100_000) });
      const calls: [string, string, object?][] = [
        ['GET', path],
        ['GET', '/actions?page_size=500'],
        ['PATCH', path, { urgency_score: 1 }],
        ['POST', `${path}/approve`],
        ['POST', `${path}/reject`, { reason: 'Paid.' }],
      ];
      for (const [method, target, body] of calls) {
        const status = await attacker.call(method, target, body);
        attacker.expect(
          status === '200',
          `${method} ${target.replace(path, 'the action')} must work, and is ${status}`,
        );
      }
      await attacker.repeat(4, () => attacker.call('GET', path));
    },
  },
];
