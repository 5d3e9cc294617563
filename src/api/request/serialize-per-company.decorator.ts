import { SetMetadata } from '@nestjs/common';

export const SERIALIZED = 'daybook:serialized';

/** For a handler of a serialized use case: its request waits in the company's queue before it takes a connection. */
export const SerializePerCompany = () => SetMetadata(SERIALIZED, true);
