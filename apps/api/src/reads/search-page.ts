import { done, type Outcome } from '@cachet/mss-core';
import { behind, NO_ROWS, type PageRequest, pageMap, pageOf, wantedBy } from '@cachet/schema';
import type { FolderSearch } from '../messages/search-messages.js';
import type { MessageConnection } from '../types/message.js';
import { type InBal, type LocatedMessage, messageIdOf, type Place } from './located.js';
import { connectionOf, cursorOf } from './page.js';
import { showMessage } from './show-message.js';

export const NO_MESSAGES: MessageConnection = connectionOf<LocatedMessage, LocatedMessage>(
  NO_ROWS,
  itself,
  messageIdOf,
);

/** A page of what a search finds in a BAL. Refuses limitReached. */
export async function searchPage(
  search: FolderSearch,
  request: PageRequest<Place>,
  at: InBal,
): Promise<Outcome<MessageConnection>> {
  const wanted = await search.walk(wantedBy(request));
  if (!wanted.ok) return wanted;
  const back = behind(request);
  const others = back === null ? null : await search.walk(back);
  if (others && !others.ok) return others;
  const isAnythingBehind = !!others && (others.value.found.length > 0 || others.value.stoppedAt !== null);
  const found = pageMap(
    pageOf(wanted.value.found, request, isAnythingBehind),
    ({ folderId, item, structure }): LocatedMessage => showMessage(at, folderId, item, structure),
  );
  return done(goingOn(connectionOf(found, itself, messageIdOf), request, wanted.value.stoppedAt));
}

/** What was looked at without being shown is not looked at again: the next page goes on from there. */
function goingOn(
  { edges, pageInfo }: MessageConnection,
  request: PageRequest<Place>,
  stoppedAt: Place | null,
): MessageConnection {
  if (stoppedAt === null) return { edges, pageInfo };
  const cursor = cursorOf(messageIdOf(stoppedAt));
  const onward =
    'first' in request
      ? { hasNextPage: true, endCursor: cursor }
      : { hasPreviousPage: true, startCursor: cursor };
  return { edges, pageInfo: { ...pageInfo, ...onward } };
}

function itself<T>(row: T): T {
  return row;
}
