import { SetMetadata } from '@nestjs/common';

export const FREE_QUERY = 'daybook:free-query';

/** For a handler whose query another program writes, with parameters that are not known: it is not checked. */
export const FreeQuery = () => SetMetadata(FREE_QUERY, true);
