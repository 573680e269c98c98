const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES: Readonly<Record<string, string>> = {
  ut: '+00:00',
  gmt: '+00:00',
  utc: '+00:00',
  z: '+00:00',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  cet: '+01:00',
  cest: '+02:00',
};
// RFC 5322 §3.3 with its obsolete forms: two-digit years, named zones, no seconds, no weekday.
const DATE =
  /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([+-]\d{4})|([a-z]{1,5}))?/i;

/** A Date field as ISO 8601 with the sender's own offset (`2026-11-03T10:00:00+01:00`), or null when it is not one. */
export function parseMailDate(raw: string): string | null {
  const match = DATE.exec(raw.trim().slice(0, 100));
  if (!match) return null;
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '00', offset, zone] = match;
  const monthNumber = MONTHS.indexOf(month.toLowerCase()) + 1;
  const text = `${fullYear(year)}-${two(monthNumber)}-${two(Number(day))}T${two(Number(hour))}:${minute}:${leapless(second)}`;
  return isRealTime(text) ? text + offsetText(offset, zone) : null;
}

function offsetText(offset: string | undefined, zone: string | undefined): string {
  if (offset && Number(offset.slice(1, 3)) < 24 && Number(offset.slice(3)) < 60) {
    return `${offset.slice(0, 3)}:${offset.slice(3)}`;
  }
  return ZONES[zone?.toLowerCase() ?? ''] ?? '+00:00';
}

/** The 31st of April is parsed by nobody the same way: it is no date. */
function isRealTime(local: string): boolean {
  const time = new Date(`${local}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(local);
}

function fullYear(year: string): string {
  const number = Number(year);
  if (year.length === 2) return String(number < 50 ? 2000 + number : 1900 + number);
  return String(year.length === 3 ? 1900 + number : number).padStart(4, '0');
}

function leapless(second: string): string {
  return second === '60' ? '59' : second;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
