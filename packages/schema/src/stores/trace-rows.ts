import type { ActContext, TraceEvent } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';

/** Seals the subject of the trace of that id. */
export type SealSubject = (traceId: string, subject: string) => Buffer;

export interface TraceTools {
  readonly newId?: () => string;
  readonly seal?: SealSubject;
}

/** What the database's `add_traces` reads: whole rows of `trace_event`. An event that names no message is about the one told beside. */
// EX_GDT_5040: the author, time, means and address come from the context, never from the caller of the moment.
export function traceRows(
  context: ActContext,
  events: readonly TraceEvent[],
  { newId = newRowId, seal = nothingToSeal }: TraceTools = {},
): string {
  const rows = events.map((event) => {
    const id = newId();
    const { subject = null } = event;
    const row = rowOf(context, event, id);
    return subject === null ? row : { ...row, sealed_subject: `\\x${seal(id, subject).toString('hex')}` };
  });
  return storable(rows);
}

function rowOf(
  { at, actor, means, remoteAddress, correlationId }: ActContext,
  { kind, outcome, balId, messageId, facts }: TraceEvent,
  id: string,
) {
  return {
    id,
    at,
    kind,
    outcome,
    actor,
    means,
    remote_address: remoteAddress,
    correlation_id: correlationId,
    bal_id: balId ?? null,
    ...(messageId && { message_id: messageId }),
    facts: facts ?? {},
  };
}

function nothingToSeal(): never {
  throw new Error('a trace with a subject is written by those who can seal it');
}

// PostgreSQL's jsonb has neither U+0000 nor half of a pair, and a peer must not be able to prevent the trace of what it sent.
function storable(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u')) return json;
  return json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '$1\\ufffd');
}
