import { testRacingCommands } from './racing-commands.js';

testRacingCommands(1_000);
