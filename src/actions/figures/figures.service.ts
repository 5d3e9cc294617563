import { Injectable } from '@nestjs/common';
import { SettingsService } from '../../settings/settings.service.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { addDays, dayIn, daysBetween } from '../../time/calendar-date.js';
import { Clock } from '../../time/clock.js';
import { endOfDay, startOfDay } from '../../time/local-time.js';
import { DAY_FIGURES } from './figure-commands.js';
import type { DayCounts, FigureRow } from './figures-query.js';
import { FiguresRepository } from './figures.repository.js';
import { type Period, periodOf } from './period.js';

/** The figures of a period, of which every day is listed. */
export interface Figures extends Omit<FigureRow, 'days'>, Period {
  /** The IANA time zone of the days. */
  time_zone: string;
  days: (DayCounts & { day: string })[];
}

const NONE = Object.fromEntries(DAY_FIGURES.map((figure) => [figure, 0])) as DayCounts;

/** Counts what happened with the actions of a company. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly figures: FiguresRepository,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param requested days in the time zone of the company
   * @throws DomainError invalid (no period, or one that is too long)
   */
  async of(company: CompanyId, requested: Partial<Period>): Promise<Figures> {
    const { time_zone } = await this.settings.get(company);
    const { from, to } = periodOf(requested, dayIn(time_zone, this.clock.now()));
    const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
    const starts = days.map((day) => startOfDay(day, time_zone));
    const row = await this.figures.figures(company, starts, endOfDay(to, time_zone));
    const counts = new Map(row.days.map(({ place, ...of }) => [days[place - 1], of]));
    return { ...row, from, to, time_zone, days: days.map((day) => ({ day, ...(counts.get(day) ?? NONE) })) };
  }
}
