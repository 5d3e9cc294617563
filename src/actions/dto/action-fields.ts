import { ActionResponse } from './action.response.js';

export type ActionField = keyof ActionResponse;

/** The names of the fields of an action that the OpenAPI document has, each after a colon. */
const DECLARED = 'swagger/apiModelPropertiesArray';

/** The fields of an action in a list, in the order of the response. */
export const ACTION_FIELDS = (Reflect.getMetadata(DECLARED, ActionResponse.prototype) as string[]).map(
  (name) => name.slice(1),
) as ActionField[];

/** An action with some of its fields, in their order; all without a selection. */
export const selectFields = (
  action: ActionResponse,
  fields: readonly ActionField[] | undefined,
): Partial<ActionResponse> =>
  fields
    ? Object.fromEntries(
        ACTION_FIELDS.filter((field) => fields.includes(field)).map((field) => [field, action[field]]),
      )
    : action;
