import { done, type Outcome, refused } from '@cachet/mss-core';
import type { EventMarks } from '@cachet/schema';
import { textOf } from '../reads/page.js';

/** The text inside the cursor of an event. */
export function eventPlace(position: number): string {
  return `e.${position}`;
}

export function eventCursor(position: number): string {
  return Buffer.from(eventPlace(position)).toString('base64url');
}

/** The place after which to read. Refuses inputInvalid; cursorTooOld when something behind it is kept no more. */
export function readEventCursor(after: string, { settled, forgotten }: EventMarks): Outcome<number> {
  const [, digits] = /^e\.(\d{1,15})$/.exec(textOf(after)) ?? [];
  const position = Number(digits ?? Number.NaN);
  if (!(position <= settled)) return refused('inputInvalid', { field: 'after' });
  return position < forgotten ? refused('cursorTooOld') : done(position);
}
