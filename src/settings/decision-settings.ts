import { BooleanInput } from '../input/body-fields.js';
import { setting } from './setting.js';

const APPROVER =
  'Whether only people who are known decide: `approve`, `reject` and `cancel`, and `send` and `complete` of an action that waits for a ' +
  'decision, need a session or a token that is bound to a contact (else 403 `approver_required`).';
const FOUR_EYES =
  'Whether another person must approve than the one who proposed the action or edited its message last, as it is and without another ' +
  'text (else 409 `four_eyes`). The same goes for `send` and `complete` of an action that waits for a decision. The built-in policy is ' +
  'nobody. Clients without a contact are compared by the names of their tokens.';

const flag = (description: string) =>
  setting<boolean>({
    fallback: false,
    input: BooleanInput({ description, example: true }),
    response: { type: Boolean, description, example: false },
  });

/** What a company demands of decisions. */
export const DECISION_SETTINGS = {
  approver_required: flag(APPROVER),
  four_eyes: flag(FOUR_EYES),
};
