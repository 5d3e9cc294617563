import { SetMetadata } from '@nestjs/common';

export const SERIALIZED = 'daybook:serialized';

/** For a handler whose use case is serialized per company: requests wait in the company's queue before they take a connection. */
export const SerializePerCompany = () => SetMetadata(SERIALIZED, true);
