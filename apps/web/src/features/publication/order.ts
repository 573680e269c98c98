import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

export const PUBLICATION_DOOR = '/publication/action';

const text = z.string().max(400).nullable().optional();
const moment = z.iso.datetime().nullable().optional();

/** What changes of a BAL's settings at the Annuaire; what is left out stays. */
export const SettingsChange = z.strictObject({
  ...{ service: text, civility: text, profession: text, speciality: text, approvalReference: text },
  ...{ approvalAskedAt: moment, approvedAt: moment },
  rank: z.number().int().optional(),
  isHidden: z.boolean().optional(),
});

export type SettingsChange = z.infer<typeof SettingsChange>;

const decided = { structureId: z.string(), id: z.string() };
const ofBal = { structureId: z.string(), balId: z.string() };

/** What a manager decides of the publication of a structure, or a holder of that of a BAL. */
export const PublicationOrder = z.discriminatedUnion('act', [
  z.object({ act: z.enum(['accept', 'decline', 'approve']), ...decided }),
  z.object({ act: z.literal('settings'), ...ofBal, version: z.number().int(), change: SettingsChange }),
  z.object({ act: z.literal('listeRouge'), ...ofBal, wanted: z.boolean() }),
]);

export type PublicationOrder = z.infer<typeof PublicationOrder>;

/** Sends a decision. Never throws. */
export function orderPublication(order: PublicationOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder(PUBLICATION_DOOR, order, door);
}
