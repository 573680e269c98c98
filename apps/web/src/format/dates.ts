import type { Language } from '../texts/texts.ts';

const PARIS = 'Europe/Paris';
const DAY_AND_MONTH = { timeZone: PARIS, day: 'numeric', month: 'short' } as const;

// A formatter is heavy to make and a page writes a hundred dates: each is made once.
const CLOCK = new Intl.DateTimeFormat('fr-FR', {
  timeZone: PARIS,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: PARIS });
const DAYS = { fr: dayFormats('fr-FR'), en: dayFormats('en-GB') };

function dayFormats(locale: string) {
  return {
    withYear: new Intl.DateTimeFormat(locale, { ...DAY_AND_MONTH, year: 'numeric' }),
    withoutYear: new Intl.DateTimeFormat(locale, DAY_AND_MONTH),
  };
}

/** « 20 nov. 2026 à 14 h 05 » / “20 Nov 2026, 14:05”, in Paris time. An unreadable date gives an empty text. */
export function longDate(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const day = dayOf(date, language, 'withYear');
  return language === 'fr' ? `${day} à ${hour(iso, language)}` : `${day}, ${hour(iso, language)}`;
}

/** « 14 h 05 » / “14:05”, in Paris time. */
export function hour(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const [hours, minutes] = CLOCK.format(date).split(':');
  return language === 'fr' ? `${Number(hours)} h ${minutes}` : `${hours}:${minutes}`;
}

/** What a list needs: the hour for today, the day for this year, the day and year before. */
export function shortDate(iso: string, language: Language, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  if (dayKey(date) === dayKey(now)) return hour(iso, language);
  return dayOf(
    date,
    language,
    dayKey(date).slice(0, 4) === dayKey(now).slice(0, 4) ? 'withoutYear' : 'withYear',
  );
}

/** For events that follow one another: the hour today, the day and the hour before. */
export function momentInList(iso: string, language: Language, now: Date): string {
  const day = shortDate(iso, language, now);
  const time = hour(iso, language);
  return day === time ? time : `${day}, ${time}`;
}

function dayOf(date: Date, language: Language, year: 'withYear' | 'withoutYear'): string {
  return DAYS[language][year].format(date);
}

/** Year, month and day in Paris: two instants of one Paris day share it. */
function dayKey(date: Date): string {
  return CALENDAR.format(date);
}
