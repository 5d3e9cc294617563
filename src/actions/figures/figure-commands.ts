import { COMMAND_NAMES, type LogCommand, ruleOf } from '../lifecycle/transitions.js';

/** The commands in the log that each figure of a day counts, if they change the status. */
export const COMMANDS_OF_DAY = {
  approved: ['approve'],
  rejected: ['reject'],
  sent: ['send', 'deliver'],
  completed: ['complete'],
  cancelled: ['cancel'],
} as const satisfies Record<string, readonly LogCommand[]>;

export type DayFigure = keyof typeof COMMANDS_OF_DAY;
export const DAY_FIGURES = Object.keys(COMMANDS_OF_DAY) as DayFigure[];

/** The commands with which a client decides for an action, and against it. */
export const ACCEPTING = COMMAND_NAMES.filter((name) => ruleOf(name).choosesAlternative);
export const DECLINING = COMMAND_NAMES.filter((name) => ruleOf(name).declinesAlternative);

/** The commands that end a delivery, of an action in progress. */
export const DELIVERING: readonly LogCommand[] = ['deliver', 'complete'];

/** All entries that figures count. */
export const COUNTED: readonly LogCommand[] = [
  ...new Set<LogCommand>([
    'propose',
    'defer',
    ...Object.values(COMMANDS_OF_DAY).flat(),
    ...ACCEPTING,
    ...DECLINING,
  ]),
];
