import type { Scope, StructureViewer } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** What an event of a structure is about. Each event also has a type, such as `delivery.failed`, which says what happened. */
export const EVENT_KINDS = [
  'delivery',
  'bal',
  'rights',
  'publication',
  'certificate',
  'whitelist',
  'statistics',
  'incident',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** The scope by which a partner's key hears of each kind: the one that shows the same things when asked. */
export const EVENT_SCOPES: Readonly<Record<EventKind, Scope>> = {
  delivery: 'delivery:read',
  bal: 'bal:read',
  rights: 'access:read',
  publication: 'bal:read',
  certificate: 'compliance:read',
  whitelist: 'compliance:read',
  statistics: 'compliance:read',
  incident: 'compliance:read',
};

/**
 * The kinds that whoever asks hears of, among those asked; all they may hear of when none is. A person hears of all kinds in a structure
 * where they have a role. Refuses notFound, scopeMissing (of a kind that was asked, or when no kind is left).
 */
export function hearEvents(
  viewer: StructureViewer,
  asked: readonly EventKind[] | null,
): Outcome<readonly EventKind[]> {
  const kinds = asked ?? EVENT_KINDS;
  if (viewer.kind === 'person') return viewer.roles.length > 0 ? done(kinds) : refused('notFound');
  const held = kinds.filter((kind) => viewer.scopes.has(EVENT_SCOPES[kind]));
  const [missing] = kinds.filter((kind) => !held.includes(kind));
  if (!missing || (asked === null && held.length > 0)) return done(held);
  return refused('scopeMissing', { scope: EVENT_SCOPES[missing] });
}
