import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import { LIMITS } from '../../limits.js';
import { SYSTEM } from '../../tenancy/caller.js';
import { UNDECIDED, UNFINISHED } from '../lifecycle/statuses.js';
import { isEditedSql } from '../store/action-conditions.js';
import { isOpenSql, statusSql } from '../store/deliveries/delivery-sql.js';
import {
  ACCEPTING,
  COMMANDS_OF_DAY,
  COUNTED,
  DAY_FIGURES,
  type DayFigure,
  DECLINING,
  DELIVERING,
} from './figure-commands.js';

export type DayCounts<Value = number> = Record<DayFigure, Value>;

export interface RecommendationFigures {
  recommendation: string;
  label: string;
  proposed: number;
  approved_unedited: number;
  approved_edited: number;
  rejected: number;
}

/** What the statement returns. */
export interface FigureRow {
  /** Only the days on which something happened, by their place in the period, from 1 on. */
  days: (DayCounts & { place: number })[];
  time_to_decide: { decided: number; median_seconds: number | null; p90_seconds: number | null };
  recommendations: RecommendationFigures[];
  deliveries: Record<'sent' | 'failed' | 'unknown' | 'waiting' | 'deferred', number>;
}

const isOneOf = (column: string, values: readonly string[]): string =>
  `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;

/** The columns that count entries, by their conditions. */
const COUNTED_ENTRIES: Record<DayFigure | 'delivered' | 'deferred', string> = {
  ...(Object.fromEntries(
    DAY_FIGURES.map((figure) => [figure, isOneOf('command', COMMANDS_OF_DAY[figure])]),
  ) as DayCounts<string>),
  delivered: `${isOneOf('command', DELIVERING)} AND from_status = 'processing'`,
  deferred: `command = 'defer'`,
};
const countsOf = (conditions: Record<string, string>): string =>
  Object.entries(conditions)
    .map(([name, condition]) => `count(*) FILTER (WHERE ${condition}) AS ${name}`)
    .join(', ');
const sumsOf = (names: readonly string[]): string =>
  names.map((name) => `sum(${name}) AS ${name}`).join(', ');
const membersOf = (names: readonly string[]): string => names.map((name) => `'${name}', ${name}`).join(', ');

/** The figures of a recommended step, by the conditions of the actions that they count. */
const COUNTED_ACTIONS = {
  proposed: 'is_proposed',
  approved_unedited: `${isOneOf('decision', ACCEPTING)} AND NOT is_edited`,
  approved_edited: `${isOneOf('decision', ACCEPTING)} AND is_edited`,
  rejected: isOneOf('decision', DECLINING),
};
const COUNT_NAMES = Object.keys(COUNTED_ACTIONS);
const secondsAt = (fraction: number): string =>
  `round((percentile_cont(${fraction}) WITHIN GROUP (ORDER BY seconds))::numeric)::int`;

/**
 * One statement, so that all figures come from one snapshot. It reads the entries of the period once, from the index of their times,
 * and looks up each action that was proposed or decided once. An action leaves the undecided statuses once, so it has one decision.
 * Days begin at a quarter of an hour, so entries are first counted by quarters. Parameters: company, start and end of the period,
 * starts of its days.
 */
export const FIGURES = `
  WITH entry AS MATERIALIZED (
    SELECT action_id, command, from_status, created_at,
      ${isOneOf('command', [...ACCEPTING, ...DECLINING])} AND ${isOneOf('from_status', UNDECIDED)} AND actor <> '${SYSTEM}' AS is_decision
    FROM approval_log
    WHERE company_id = $1 AND created_at >= $2::timestamptz AND created_at < $3::timestamptz AND ${isOneOf('command', COUNTED)}
  ), quarter AS (
    SELECT date_bin('15 minutes', created_at, $2::timestamptz) AS start, ${countsOf(COUNTED_ENTRIES)}
    FROM entry WHERE ${isOneOf('from_status', UNFINISHED)} GROUP BY start
  ), day AS MATERIALIZED (
    SELECT width_bucket(start, $4::timestamptz[]) AS place, ${sumsOf(Object.keys(COUNTED_ENTRIES))} FROM quarter GROUP BY place
  ), touched AS (
    SELECT action_id, bool_or(NOT is_decision) AS is_proposed, max(command) FILTER (WHERE is_decision) AS decision,
      max(created_at) FILTER (WHERE is_decision) AS decided_at
    FROM entry WHERE is_decision OR command = 'propose' GROUP BY action_id
  ), judged AS MATERIALIZED (
    SELECT a.recommendation, a.recommendation_label AS label, t.is_proposed, t.decision,
      CASE WHEN t.decision IS NOT NULL THEN ${isEditedSql('a')} END AS is_edited,
      greatest(0, extract(epoch FROM t.decided_at - greatest(a.created_at, a.scheduled_for))::float) AS seconds
    FROM touched t CROSS JOIN LATERAL (SELECT * FROM action WHERE ${IS_OF_COMPANY} AND id = t.action_id OFFSET 0) a
  ), by_label AS (
    SELECT recommendation, label, count(*) AS actions, ${countsOf(COUNTED_ACTIONS)} FROM judged GROUP BY recommendation, label
  ), by_recommendation AS (
    SELECT recommendation, (array_agg(label ORDER BY actions DESC, label))[1] AS label, sum(actions) AS actions, ${sumsOf(COUNT_NAMES)}
    FROM by_label GROUP BY recommendation ORDER BY actions DESC, recommendation LIMIT ${LIMITS.figureRecommendations}
  )
  SELECT (
    SELECT coalesce(json_agg(json_build_object('place', place, ${membersOf(DAY_FIGURES)})), '[]') FROM day
  ) AS days, (
    SELECT json_build_object('decided', count(*), 'median_seconds', ${secondsAt(0.5)}, 'p90_seconds', ${secondsAt(0.9)})
    FROM judged WHERE decision IS NOT NULL
  ) AS time_to_decide, (
    SELECT coalesce(json_agg(json_build_object('recommendation', recommendation, 'label', label, ${membersOf(COUNT_NAMES)})
      ORDER BY actions DESC, recommendation), '[]')
    FROM by_recommendation
  ) AS recommendations, (
    SELECT json_build_object(
      'sent', (SELECT coalesce(sum(delivered), 0) FROM day),
      'failed', count(*) FILTER (WHERE status = 'failed'), 'unknown', count(*) FILTER (WHERE status = 'unknown'),
      'waiting', count(*) FILTER (WHERE status IN ('waiting', 'sending')),
      'deferred', (SELECT coalesce(sum(deferred), 0) FROM day))
    FROM (SELECT ${statusSql('d')} AS status FROM delivery d WHERE d.company_id = $1 AND ${isOpenSql('d')}) d
  ) AS deliveries`;
