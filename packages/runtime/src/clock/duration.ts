const ISO_DURATION =
  /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DAY = 86_400_000;

/** Milliseconds of an ISO 8601 duration; a year counts 365 days and a month 30. Null when the text is not one. */
export function durationMs(text: string): number | null {
  const match = ISO_DURATION.exec(text.trim());
  if (!match || /[PT]$/.test(text.trim())) return null;
  const [, sign, ...parts] = match;
  const [years, months, weeks, days, hours, minutes, seconds] = parts.map((p) => Number(p ?? 0));
  const ms =
    ((years ?? 0) * 365 + (months ?? 0) * 30 + (weeks ?? 0) * 7 + (days ?? 0)) * DAY +
    (hours ?? 0) * 3_600_000 +
    (minutes ?? 0) * 60_000 +
    (seconds ?? 0) * 1000;
  return sign ? -ms : ms;
}
