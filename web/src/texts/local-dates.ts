import { day, time } from './format.js';

const DAY = String.raw`\d{4}-\d{2}-\d{2}`;
const CLOCK = String.raw`\d{2}:\d{2}:\d{2}`;
const DATES = new RegExp(String.raw`\b(${DAY})(?: at (${CLOCK}) UTC|T(${CLOCK})(?:\.\d+)?Z)?\b`, 'g');

/** A sentence of the API with its days and times as the browser writes them. */
export const withLocalDates = (sentence: string): string =>
  sentence.replaceAll(DATES, (text, date: string, utc?: string, iso?: string) => {
    const clock = utc ?? iso;
    if (Number.isNaN(Date.parse(`${date}T${clock ?? '00:00:00'}Z`))) return text;
    return clock === undefined ? day(date) : time(`${date}T${clock}Z`);
  });
