import { type Outcome, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import { listeBlancheRefused } from './liste-blanche-objections.js';
import {
  type ListeBlancheTools,
  putListInForce,
  type RefreshedListeBlanche,
  recordRefusal,
} from './put-list-in-force.js';

/**
 * A person's yes to the list that waits because it loses much of the one in force. They name it by its SHA-256, so that
 * the yes is to the list they were shown and to no other. It is verified again first. Refuses listeBlancheNotPending, and what a refresh refuses.
 */
export async function approveListeBlanche(
  context: ActContext,
  tools: ListeBlancheTools,
  sha256: string,
): Promise<Outcome<RefreshedListeBlanche>> {
  const waiting = await tools.register(({ pending }) => pending.read());
  if (waiting?.version.sha256 !== sha256) return refused('listeBlancheNotPending');
  const verified = checked(await tools.verifier.verify(waiting.xml), sha256);
  if (!verified.ok) {
    return tools.register((register) => recordRefusal(context, register, verified.refusal, null));
  }
  return tools.register(async (register) => {
    await register.versions.hold();
    const still = await register.pending.read();
    if (still?.version.sha256 !== sha256) return refused('listeBlancheNotPending');
    const facts = { sha256, domains: waiting.version.domainCount, rows: waiting.version.rowCount };
    await register.journal.record([{ kind: 'listeBlanche.approved', outcome: 'ok', facts }]);
    const inHand = { list: verified.value, xml: waiting.xml, isApproved: true };
    return putListInForce(context, { ...tools, register: (work) => work(register) }, inHand);
  });
}

// The bytes that waited must still be those that were shown.
function checked(verified: Outcome<VerifiedListeBlanche>, sha256: string): Outcome<VerifiedListeBlanche> {
  return verified.ok && verified.value.sha256 !== sha256 ? listeBlancheRefused('contentAltered') : verified;
}
