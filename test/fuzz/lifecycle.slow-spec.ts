import { testModelledLifecycle } from './modelled-lifecycle.js';

testModelledLifecycle(300);
