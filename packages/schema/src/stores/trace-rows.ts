import type { ActContext, TraceEvent } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';

/** What the database's `add_traces` reads: whole rows of `trace_event`. An event that names no message is about the one told beside. */
// EX_GDT_5040: the author, time, means and address come from the context, never from the caller of the moment.
export function traceRows(
  { at, actor, means, remoteAddress, correlationId }: ActContext,
  events: readonly TraceEvent[],
  newId: () => string = newRowId,
): string {
  const rows = events.map(({ kind, outcome, balId, messageId, facts }) => ({
    id: newId(),
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
  }));
  return storable(rows);
}

// PostgreSQL's jsonb has neither U+0000 nor half of a pair, and a peer must not be able to prevent the trace of what it sent.
function storable(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u')) return json;
  return json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '$1\\ufffd');
}
