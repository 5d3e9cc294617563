import { Param } from '@nestjs/common';
import { IdPipe } from '../../api/request/id.pipe.js';
import { PathId } from '../../api/openapi/operation.decorator.js';

/** Documents the `action_id` path parameter. */
export const ActionIdParam = () => PathId('action_id', 'The id of the action.');

/** Injects the validated `action_id` path parameter. */
export const ActionId = () => Param('action_id', IdPipe);
