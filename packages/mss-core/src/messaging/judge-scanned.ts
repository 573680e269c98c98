import type { TenantId } from '../identifiers/index.js';
import { type Refusal, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';
import { policiesOf, treatmentOf } from './malware-policy.js';
import { malwareRefusal } from './malware-refusals.js';
import type { ReceivedMessage } from './ports.js';
import type { Infection, ScannedMessage, Strip } from './scanning.js';

/** What a use case does with a letter once scanners have spoken. */
export type ScanDecision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'stripped'; readonly message: ReceivedMessage; readonly infection: Infection }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly infection: Infection | null };

export interface ScanPorts {
  readonly rooms: MailRooms;
  readonly strip: Strip;
}

/**
 * Decides by the verdict and the policies of the structures concerned; asks for a stripped letter when that is what they wish.
 * A refusal is scanUnavailable or malwareFound.
 */
// EX_SSI_5090: a letter that could not be scanned whole is never let through; its sender keeps it and tries again.
export async function judgeScanned(
  { rooms, strip }: ScanPorts,
  context: ActContext,
  message: ScannedMessage,
  tenantIds: Iterable<TenantId>,
): Promise<ScanDecision> {
  const { verdict } = message;
  switch (verdict.kind) {
    case 'clean':
    case 'off':
      return { kind: 'pass' };
    case 'unscanned':
      return { kind: 'refused', refusal: refused('scanUnavailable').refusal, infection: null };
    case 'infected': {
      const { signature, nature } = verdict;
      const infection = { signature, nature };
      const treatment = treatmentOf(infection, await policiesOf(rooms, context, tenantIds));
      if (treatment === 'accept') return { kind: 'pass' };
      const stripped = treatment === 'strip' ? await strip(message, infection) : null;
      if (stripped) return { kind: 'stripped', message: stripped.message, infection };
      return { kind: 'refused', refusal: malwareRefusal(infection), infection };
    }
  }
}
