import { Param } from '@nestjs/common';
import { PathId } from '../../api/openapi/operation.decorator.js';
import { IdPipe } from '../../api/request/id.pipe.js';

/** Documents the `endpoint_id` path parameter. */
export const EndpointIdParam = () => PathId('endpoint_id', 'The id of the webhook endpoint.');

/** Injects the validated `endpoint_id` path parameter. */
export const EndpointId = () => Param('endpoint_id', IdPipe);
