import type { BalDesk } from '../bal/ports.js';
import { AUTOMATIC_REPLY_NAME } from '../bal/reserved-names.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';

export interface AutomaticReplyDesk extends Pick<BalDesk, 'estate' | 'journal'> {
  /** Makes a BAL one that always answers. */
  answerAlways(balId: string, text: string): Promise<void>;
}

const TEXT = [
  'Bonjour,',
  '',
  'Votre message de test est bien arrivé : l’échange entre nos deux opérateurs fonctionne.',
  'Cette réponse est automatique. Les messages reçus ici sont effacés dans le mois.',
  '',
  '—',
  'Your test message arrived: mail flows between our two operators. This answer is automatic;',
  'messages received here are erased within a month.',
  '',
].join('\n');
const QUOTA_BYTES = 100 * 2 ** 20;

/**
 * Opens, in the operator’s own tenant, the BAL of a domain that answers by itself; nobody reads it. Refuses forbidden, inputInvalid (domain),
 * addressTaken.
 */
// EX_GBM_4020: one for each domain, under that very name; a test BAL that is not counted among the others.
export async function openAutomaticReply(
  context: TenantContext,
  desk: AutomaticReplyDesk,
  newId: NewId,
  domain: string,
): Promise<Outcome<string>> {
  if (context.actor.kind !== 'system') return refused('forbidden');
  const address = parseMssAddress(`${AUTOMATIC_REPLY_NAME}@${domain}`);
  if (!address) return refused('inputInvalid', { field: 'domain' });
  const id = newId();
  const given = await desk.estate.open(
    {
      ...{ id, address, kind: 'organisational', state: 'active', isTest: true, quotaBytes: QUOTA_BYTES },
      ...{ description: 'Réponse automatique de test', finess: null, isShared: false, responsible: null },
    },
    newId,
  );
  if (given.kind !== 'free') return refused('addressTaken', { address });
  await desk.answerAlways(id, TEXT);
  const facts = { address, kind: 'organisational', isTest: true, state: 'active' };
  await desk.journal.record([{ kind: 'bal.created', outcome: 'ok', balId: id, facts }]);
  return done(id);
}
