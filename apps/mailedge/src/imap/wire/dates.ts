const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/;
const DATE_TIME = /^([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;

/** `17-Jul-1996` as the start of that day in UTC; null when there is no such day. */
export function parseDate(text: string): Date | null {
  const match = DATE.exec(text);
  return match ? day(Number(match[3]), String(match[2]), Number(match[1])) : null;
}

/** `17-Jul-1996 02:44:25 -0700` (RFC 3501 §9 date-time); null when it is not a moment. */
export function parseDateTime(text: string): Date | null {
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const start = day(Number(match[3]), String(match[2]), Number(match[1]));
  const [hours, minutes, seconds, zoneHours, zoneMinutes] = [4, 5, 6, 8, 9].map((i) => Number(match[i]));
  if (!start || hours === undefined || minutes === undefined || seconds === undefined) return null;
  if (zoneHours === undefined || zoneMinutes === undefined) return null;
  if (hours > 23 || minutes > 59 || seconds > 60 || zoneHours > 14 || zoneMinutes > 59) return null;
  const east = match[7] === '+' ? 1 : -1;
  const offset = east * (zoneHours * 60 + zoneMinutes) * 60_000;
  return new Date(start.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000 - offset);
}

/** A moment as INTERNALDATE shows it, in UTC. */
export function formatDateTime(at: Date): string {
  const dd = String(at.getUTCDate()).padStart(2, ' ');
  const month = MONTHS[at.getUTCMonth()];
  return `"${dd}-${month}-${String(at.getUTCFullYear()).padStart(4, '0')} ${at.toISOString().slice(11, 19)} +0000"`;
}

function day(year: number, monthName: string, dayOfMonth: number): Date | null {
  const month = MONTHS.findIndex((name) => name.toLowerCase() === monthName.toLowerCase());
  if (month < 0) return null;
  const date = new Date(Date.UTC(year, month, dayOfMonth));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month && date.getUTCDate() === dayOfMonth ? date : null;
}
