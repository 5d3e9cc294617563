import { testGeneratedRequests } from './generated-requests.js';

/** `npm run test:fuzz` sends 50,000. */
testGeneratedRequests(Number(process.env.FUZZ_REQUESTS ?? 2_000));
