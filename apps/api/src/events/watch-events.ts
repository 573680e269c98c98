import type { EventKind } from '@cachet/mss-core';
import { signedIn } from '../context/api-context.js';
import { spoken } from '../reads/spoken.js';
import type { EventKindName, StructureEventType } from '../types/event.js';
import { EventReader } from './event-reader.js';
import type { SocketContext } from './socket-context.js';

export interface WatchEventsArguments {
  readonly structureId: string;
  readonly kinds?: readonly EventKindName[] | null;
  readonly after?: string | null;
}

/**
 * What happens in a structure, from that cursor or from now on; nothing is lost or told twice to whoever comes back with the last cursor.
 * @throws GraphQLError notFound, scopeMissing, inputInvalid, cursorTooOld.
 */
export async function watchEvents({
  args,
  context,
}: {
  readonly args: WatchEventsArguments;
  readonly context: SocketContext;
}): Promise<AsyncIterableIterator<StructureEventType>> {
  const asked: readonly EventKind[] | null = args.kinds ?? null;
  const hearing = spoken(await signedIn(context).events.hearing(args.structureId, asked));
  return EventReader.begin(context, hearing, args.after ?? null);
}
