import { done, type Outcome, refused } from '@cachet/mss-core';
import { type EventMarks, type PageRequest, startOf } from '@cachet/schema';
import { cursorOf, readPageBy, textOf } from '../reads/page.js';
import type { PageArguments } from '../types/page.js';

/** The text inside the cursor of an event. */
export function eventPlace(position: number): string {
  return `e.${position}`;
}

export function eventCursor(position: number): string {
  return cursorOf(eventPlace(position));
}

/** The place after which to read. Refuses inputInvalid; cursorTooOld when something behind it is kept no more. */
export function readEventCursor(after: string, marks: EventMarks): Outcome<number> {
  const position = positionIn(after, marks);
  if (position === null) return refused('inputInvalid', { field: 'after' });
  return position < marks.forgotten ? refused('cursorTooOld') : done(position);
}

/** Refuses oneDirectionNeeded, inputInvalid; cursorTooOld as above. */
export function readEventPage(page: PageArguments, marks: EventMarks): Outcome<PageRequest<number>> {
  const request = readPageBy(page, (cursor) => positionIn(cursor, marks));
  const position = request.ok ? startOf(request.value) : null;
  return position !== null && position < marks.forgotten ? refused('cursorTooOld') : request;
}

function positionIn(cursor: string, { settled }: EventMarks): number | null {
  const [, digits] = /^e\.(\d{1,15})$/.exec(textOf(cursor)) ?? [];
  const position = Number(digits ?? Number.NaN);
  return position <= settled ? position : null;
}
