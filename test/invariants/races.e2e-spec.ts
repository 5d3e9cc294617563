import { testRacingCommands } from './racing-commands.js';

testRacingCommands(30);
