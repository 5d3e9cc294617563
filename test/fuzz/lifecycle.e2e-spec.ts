import { testModelledLifecycle } from './modelled-lifecycle.js';

testModelledLifecycle(15);
