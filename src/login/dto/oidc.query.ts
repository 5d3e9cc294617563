import { inputField, QueryBooleanInput } from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import { isReturnPath } from '../oidc/return-path.js';

export class OidcQuery {
  @inputField(
    { type: String },
    { description: 'The path of this server to which the person is sent after the log-in.' },
    Must('path', 'must be a path of this server, such as /actions', isReturnPath),
  )
  return_to?: string;

  @QueryBooleanInput({
    description: 'Whether the provider asks for an account although the person is logged in there.',
  })
  other_account?: boolean;
}
