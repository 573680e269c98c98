import { describe, expect, it } from 'vitest';
import { fileNames, heights, lastMonths, monthName } from './months.ts';

describe('the months of the indicators', () => {
  it('end with the present one in Paris, and go over the years', () => {
    expect(lastMonths(new Date('2026-11-30T23:30:00Z'), 12)).toEqual({ from: '2026-01', to: '2026-12' });
    expect(lastMonths(new Date('2026-02-10T12:00:00Z'), 3)).toEqual({ from: '2025-12', to: '2026-02' });
  });

  it('have their name in the language of the reader, and their files', () => {
    expect([monthName('2026-11', 'fr'), monthName('2026-11', 'en')]).toEqual([
      'novembre 2026',
      'November 2026',
    ]);
    expect(fileNames('2026-11', 'x.fr')[0]).toBe('202611_EchangesMSSante_x.fr.csv');
  });

  it('are drawn beside the highest', () => {
    expect(heights([0, 5, 10])).toEqual([0, 50, 100]);
    expect(heights([0, 0])).toEqual([0, 0]);
  });
});
