import { ApiProperty } from '@nestjs/swagger';
import { DateField, IntegerField, Nullable, TextField } from '../../../api/response/response-fields.js';
import { LIMITS } from '../../../limits.js';
import type { DayCounts, FigureRow, RecommendationFigures } from '../figures-query.js';
import type { Figures } from '../figures.service.js';

class DayFigures implements DayCounts {
  @DateField('The day.', '2026-11-23')
  day: string;

  @IntegerField('The actions that were approved.', 14)
  approved: number;

  @IntegerField('The actions that were rejected, approved ones included.', 2)
  rejected: number;

  @IntegerField('The actions that were sent: by the built-in sender, or with the command `send`.', 11)
  sent: number;

  @IntegerField('The actions that were completed with the command `complete`.', 3)
  completed: number;

  @IntegerField('The actions that were cancelled, by clients or by the system.', 1)
  cancelled: number;
}

class TimeToDecide implements Record<keyof FigureRow['time_to_decide'], number | null> {
  @IntegerField('The number of actions on which a client decided.', 19)
  decided: number;

  @IntegerField('The median; null without a decision.', 5_400, Nullable)
  median_seconds: number | null;

  @IntegerField('The time within which nine of ten were decided; null without a decision.', 86_400, Nullable)
  p90_seconds: number | null;
}

class RecommendationFigure implements RecommendationFigures {
  @TextField('The recommended step, as a code.', 'send_second_reminder')
  recommendation: string;

  @TextField('Its most frequent label.', 'Send a second reminder')
  label: string;

  @IntegerField('The actions that were proposed, alternatives included.', 30)
  proposed: number;

  @IntegerField(
    'The actions that were approved, or sent or completed at once, with the text that was recommended.',
    12,
  )
  approved_unedited: number;

  @IntegerField(
    'The others: subject or text were edited, or a `final_content` or `final_subject` was given.',
    5,
  )
  approved_edited: number;

  @IntegerField('The actions that clients rejected or cancelled instead.', 2)
  rejected: number;
}

class DeliveryFigures implements Record<keyof FigureRow['deliveries'], number> {
  @IntegerField('The approved actions that were sent or completed in the period.', 14)
  sent: number;

  @IntegerField('The deliveries that have failed, now.', 1)
  failed: number;

  @IntegerField('The deliveries of which is not known whether they arrived, now.', 0)
  unknown: number;

  @IntegerField('The deliveries that wait or are in progress, now.', 4)
  waiting: number;

  @IntegerField('The attempts in the period that were put off to a later one.', 2)
  deferred: number;
}

export class FiguresResponse implements Figures {
  @DateField('The first day.', '2026-10-25')
  from: string;

  @DateField('The last day.', '2026-11-23')
  to: string;

  @TextField('The IANA time zone in which the days begin: the setting of the company.', 'Europe/London')
  time_zone: string;

  @ApiProperty({ type: [DayFigures], description: 'Every day of the period, in order.' })
  days: DayFigures[];

  @ApiProperty({
    type: TimeToDecide,
    description:
      'The time from when an action could be decided, at its creation or at `scheduled_for` if that is later, to the decision of a ' +
      'client. Only decisions in the period.',
  })
  time_to_decide: TimeToDecide;

  @ApiProperty({
    type: [RecommendationFigure],
    description: `The proposals and the decisions of clients in the period, by recommended step, most frequent first; at most ${LIMITS.figureRecommendations}.`,
  })
  recommendations: RecommendationFigure[];

  @ApiProperty({ type: DeliveryFigures, description: 'The deliveries of approved actions.' })
  deliveries: DeliveryFigures;

  static from({
    from,
    to,
    time_zone,
    days,
    time_to_decide,
    recommendations,
    deliveries,
  }: Figures): FiguresResponse {
    return { from, to, time_zone, days, time_to_decide, recommendations, deliveries };
  }
}
