import { parseUuid } from '../identifiers/index.js';
import type { ComplianceEvent, TraceEvent } from '../traceability/index.js';
import type { EventKind } from './event-kinds.js';

/**
 * What is told of an act to whoever follows a structure: ids, and words of closed lists. Never an address, a name, a number of a person, a
 * subject or a content.
 */
export interface ToldEvent {
  readonly kind: EventKind;
  /** What happened: `delivery.failed`, `bal.created`, `malware.found`… */
  readonly type: string;
  /** What it happened to, when it is one thing. */
  readonly subjectId: string | null;
  readonly balId: string | null;
  readonly facts: EventFacts;
}

export type EventFacts = Readonly<Record<string, string | boolean>>;

/** Facts that are words of a closed list wherever they appear. */
const WORDS: ReadonlySet<string> = new Set(['role', 'kind', 'direction', 'state', 'severity']);
/** Facts that are numbers of a closed list. */
const NUMBERS: ReadonlySet<string> = new Set(['level']);
const WORD = /^[A-Za-z]{1,32}$/;

/** Kinds by what the name of a trace begins with. An act named later under one of these is told without a line here. */
const OF_TRACES: Readonly<Record<string, EventKind>> = {
  bal: 'bal',
  quota: 'bal',
  sendingLimits: 'bal',
  access: 'rights',
  delegation: 'rights',
  role: 'rights',
  person: 'rights',
  structure: 'rights',
  secours: 'rights',
  apiKey: 'rights',
  webhook: 'rights',
  publication: 'publication',
  annuaire: 'publication',
  certificate: 'certificate',
  statistics: 'statistics',
};

const OF_COMPLIANCE: Readonly<Record<string, EventKind>> = {
  certificate: 'certificate',
  igc: 'certificate',
  listeBlanche: 'whitelist',
  publication: 'publication',
  statistics: 'statistics',
};

/** Told as compliance events, once. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set(['webhook.stopped']);

/** What a trace tells; null for what is nobody else's business: reading, sessions, refusals, and deliveries, which tell their own steps. */
export function eventOfTrace({ kind: type, outcome, balId, facts = {} }: TraceEvent): ToldEvent | null {
  const kind = OF_TRACES[familyOf(type)];
  if (!kind || outcome !== 'ok' || TOLD_OTHERWISE.has(type)) return null;
  const told = publicFacts(facts);
  return { kind, type, subjectId: subjectOf(type, told) ?? balId ?? null, balId: balId ?? null, facts: told };
}

/** What a compliance event tells; whoever wants its sentence and facts asks for it by its id. */
export function eventOfCompliance(id: string, { kind: type, severity }: ComplianceEvent): ToldEvent {
  const kind = OF_COMPLIANCE[familyOf(type)] ?? 'incident';
  return { kind, type, subjectId: id, balId: null, facts: { severity } };
}

function familyOf(type: string): string {
  return type.split('.', 1)[0] ?? '';
}

/** `apiKey.created` happened to the thing whose id is `apiKeyId`. */
function subjectOf(type: string, facts: EventFacts): string | null {
  const id = facts[`${familyOf(type)}Id`];
  return typeof id === 'string' ? id : null;
}

function publicFacts(facts: NonNullable<TraceEvent['facts']>): EventFacts {
  const told: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'boolean') told[name] = value;
    else if (typeof value === 'number' && NUMBERS.has(name)) told[name] = String(value);
    else if (typeof value !== 'string') continue;
    else if (parseUuid(value) !== null || (WORDS.has(name) && WORD.test(value))) told[name] = value;
  }
  return told;
}
