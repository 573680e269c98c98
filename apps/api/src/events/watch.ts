import type { StructureView, TenantContext } from '@cachet/mss-core';
import type { ChangeTopic } from '@cachet/schema';
import { signedIn } from '../context/api-context.js';
import { spoken } from '../reads/spoken.js';
import { changesOf, type Heard } from './change-source.js';
import { follow } from './follow.js';
import { missedSince, type Told } from './missed.js';
import type { SocketContext } from './socket-context.js';

/** How one kind of announcement is read again within its tenant, and shown. */
export interface Watched<R, T> {
  readonly topic: ChangeTopic;
  readonly view: StructureView;
  read(context: SocketContext, tenant: TenantContext, id: string): Promise<readonly R[]>;
  /** The next page of what changed after that place, oldest first: asked when announcements may have been missed. */
  missed(context: SocketContext, tenant: TenantContext, after: Told): Promise<readonly R[]>;
  placeOf(row: R): Told;
  show(row: R, tenant: TenantContext): T;
}

/**
 * Follows a structure. The right to see it is asked at the start, at each event, and between them by the socket's guard; an
 * announcement holds ids only, and what is shown is read within the tenant by whoever asks.
 * @throws GraphQLError notFound, scopeMissing.
 */
export async function watch<R, T>(
  context: SocketContext,
  structureId: string,
  watched: Watched<R, T>,
): Promise<AsyncIterableIterator<T>> {
  const { container, guard } = context;
  const tenantId = spoken(await signedIn(context).structures.allowed(structureId, watched.view));
  const isAllowed = async () =>
    (await context.renew().desks.structures.allowed(structureId, watched.view)).ok;
  const release = guard.demand(isAllowed);
  let seenUntil = container.clock();

  async function mayGoOn(): Promise<boolean> {
    const may = (await guard.mayStillCall()) && (await isAllowed());
    if (!may) guard.forbid();
    return may;
  }

  // The right is asked for every page of what was missed, as it is for every event.
  async function missedPage(tenant: TenantContext, after: Told): Promise<readonly R[]> {
    return (await mayGoOn()) ? watched.missed(context, tenant, after) : [];
  }

  async function* shown(heard: Heard): AsyncGenerator<T> {
    const tenant = { ...context.renew().act, tenantId };
    const rows =
      heard.kind === 'resync'
        ? missedSince(seenUntil, (after) => missedPage(tenant, after), watched.placeOf)
        : (await mayGoOn())
          ? await watched.read(context, tenant, heard.id)
          : [];
    for await (const row of rows) {
      seenUntil = new Date(Math.max(seenUntil.getTime(), watched.placeOf(row).at.getTime()));
      yield watched.show(row, tenant);
    }
  }

  const source = changesOf(container.database.changes, watched.topic, tenantId);
  return follow(source, shown, {
    onEnd: release,
    onFault: (error) =>
      container.logger.warn(
        { err: error, correlationId: context.correlationId },
        'an event could not be read',
      ),
  });
}
