import type { DeliveryState } from '../../gql/documents.ts';

/** States that can be asked for alone, in the order of a letter's life. */
export const SHOWN_STATES = [
  'QUEUED',
  'DEFERRED',
  'HELD',
  'FAILED',
] as const satisfies readonly DeliveryState[];

export function parseState(text: string | undefined): DeliveryState | null {
  return SHOWN_STATES.find((state) => state === text) ?? null;
}

interface Shown {
  readonly state: DeliveryState | null;
  readonly after?: string;
}

/** Where deliveries are shown: all or in one state, the newest or those after a cursor. */
export function deliveriesPath(structureId: string, { state, after }: Shown): string {
  const asked = new URLSearchParams({ ...(state && { etat: state }), ...(after && { apres: after }) });
  return `/g/${structureId}${asked.size > 0 ? `?${asked}` : ''}`;
}
