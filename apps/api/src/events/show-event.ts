import type { EventKind } from '@cachet/mss-core';
import type { PlacedEvent } from '@cachet/schema';
import { EventKindName, type StructureEventType } from '../types/event.js';
import { eventCursor } from './event-cursor.js';

const KINDS = new Map(Object.values(EventKindName).map((name) => [String(name), name]));

export function showKind(kind: EventKind): EventKindName {
  return KINDS.get(kind) ?? EventKindName.INCIDENT;
}

export function showEvent({ position, kind, facts, ...event }: PlacedEvent): StructureEventType {
  return {
    ...event,
    kind: showKind(kind),
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value) })),
    cursor: eventCursor(position),
  };
}
