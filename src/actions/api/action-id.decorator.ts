import { Param } from '@nestjs/common';
import { IdPipe } from '../../api/request/id.pipe.js';
import { PathId } from '../../api/openapi/operation.decorator.js';

/** An action's id in a path, for the document. */
export const ActionIdParam = () => PathId('action_id', 'The action.');

/** The same, for the handler. */
export const ActionId = () => Param('action_id', IdPipe);
