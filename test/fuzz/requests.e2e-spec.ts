import { testGeneratedRequests } from './generated-requests.js';

testGeneratedRequests(100);
