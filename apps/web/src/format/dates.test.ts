import { describe, expect, it } from 'vitest';
import { hour, longDate, momentInList, shortDate } from './dates.ts';

const WINTER = '2026-11-20T13:05:00Z';
const SUMMER = '2026-07-01T22:30:00Z';
const now = new Date('2026-11-20T20:00:00Z');

describe('dates, as people of the house read them', () => {
  it('are written in full in French and in English, in Paris time', () => {
    expect(longDate(WINTER, 'fr')).toBe('20 nov. 2026 à 14 h 05');
    expect(longDate(WINTER, 'en')).toBe('20 Nov 2026, 14:05');
    expect(longDate(SUMMER, 'fr')).toBe('2 juil. 2026 à 0 h 30');
  });

  it('are short in a list: the hour today, the day this year, the year before', () => {
    expect(shortDate(WINTER, 'fr', now)).toBe('14 h 05');
    expect(shortDate(SUMMER, 'fr', now)).toBe('2 juil.');
    expect(shortDate('2025-11-20T13:05:00Z', 'en', now)).toBe('20 Nov 2025');
  });

  it('keep the hour for events that follow one another', () => {
    expect(momentInList(WINTER, 'fr', now)).toBe('14 h 05');
    expect(momentInList('2026-11-18T06:30:00Z', 'fr', now)).toBe('18 nov., 7 h 30');
  });

  it('follow the day of Paris, not that of the server', () => {
    expect(shortDate('2026-11-19T23:30:00Z', 'fr', new Date('2026-11-20T00:10:00Z'))).toBe('0 h 30');
  });

  it('are empty rather than « Invalid Date » when a sender wrote nonsense', () => {
    expect(longDate('yesterday', 'fr')).toBe('');
    expect(shortDate('', 'en', now)).toBe('');
    expect(hour('x', 'fr')).toBe('');
  });
});
