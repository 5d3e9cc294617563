import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { EtagInterceptor } from './etag.interceptor.js';

export const VERSIONED = 'daybook:versioned';

/** For a handler of one thing that has a version: its answer names it in an ETag, and where it writes, it heeds If-Match. */
export const Versioned = () =>
  applyDecorators(SetMetadata(VERSIONED, true), UseInterceptors(EtagInterceptor));
