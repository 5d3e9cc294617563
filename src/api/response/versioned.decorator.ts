import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { EtagInterceptor } from './etag.interceptor.js';

export const VERSIONED = 'daybook:versioned';

/** For a handler of a single resource with a version: its response has an ETag; if it writes, it supports If-Match. */
export const Versioned = () =>
  applyDecorators(SetMetadata(VERSIONED, true), UseInterceptors(EtagInterceptor));
