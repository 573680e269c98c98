import { z } from 'zod';

/** Where the decisions of the operator’s administrator about feeds to the Annuaire go. */
export const FEEDS_DOOR = '/envois-annuaire/action';

const LONGEST_DOMAIN = 253;
const domain = z.string().trim().min(1).max(LONGEST_DOMAIN);

export const FeedsOrder = z.discriminatedUnion('act', [
  z.object({ act: z.literal('approve'), id: z.string() }),
  z.object({ act: z.literal('withdraw'), domain }),
  z.object({ act: z.literal('keep'), domain }),
]);

export type FeedsOrder = z.infer<typeof FeedsOrder>;
