import type { BalKind } from '../access/index.js';
import { administers } from '../administration/may-administer.js';
import type { Person } from '../administration/ports.js';
import { domainOf, type IdNat, localPartOf, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { runsOf } from './fold-name.js';
import { judgeAddress } from './judge-address.js';
import { judgeFiness } from './judge-finess.js';
import { judgeResponsible } from './judge-responsible.js';
import { personalLocalPart } from './personal-address.js';
import type { AddressState, BalDesk, BalPolicy, OpenedWith, StructureIdentity } from './ports.js';

/** A BAL as it is asked for. */
export interface BalRequest {
  /** As typed. */
  readonly address: string;
  readonly kind: BalKind;
  readonly isTest: boolean;
  readonly description: string;
  readonly quotaBytes: number;
  readonly responsible: IdNat;
  /** Whether who answers for it also reads and writes in it; always so for a personal BAL. */
  readonly responsibleReads: boolean;
  /** As typed; null for none. */
  readonly finess: string | null;
  readonly isShared: boolean;
  /** Named and prepared, neither receiving nor opened before it is activated. */
  readonly isPending: boolean;
}

export const LONGEST_DESCRIPTION = 160;

/**
 * Opens a BAL with who answers for it, its name, place and number judged. Answers its id. Refuses forbidden, scopeMissing, addressMalformed,
 * domainNotOfTenant, inputInvalid (description, quotaBytes, responsible), personLeft, and what judgeResponsible, judgeAddress and judgeFiness refuse;
 * tooManyTestBals, addressTaken, addressRetired.
 */
// EX_GBM_3010: personal, organisational and applicative BAL, and no other kind.
export async function openNewBal(
  context: TenantContext,
  desk: BalDesk,
  newId: NewId,
  policy: BalPolicy,
  request: BalRequest,
): Promise<Outcome<string>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const address = parseMssAddress(request.address.trim());
  if (!address) return refused('addressMalformed');
  const domain = domainOf(address);
  if (!(await desk.tenants.hasDomain(domain))) return refused('domainNotOfTenant', { domain });
  const field = wrongField(request);
  if (field) return refused('inputInvalid', { field });
  const responsible = await desk.people.byIdNat(request.responsible);
  if (!responsible) return refused('inputInvalid', { field: 'responsible' });
  if (responsible.leftAt) return refused('personLeft');
  const judged = await judge(desk, { ...request, address }, responsible);
  if (!judged.ok) return judged;
  // EX_GBM_4000: a few test BAL for the whole operator.
  if (request.isTest && (await desk.estate.countTestBals()) >= policy.testBals)
    return refused('tooManyTestBals', { limit: String(policy.testBals) });
  return open(context, desk, newId, { ...judged.value, id: newId() }, responsible, request.responsibleReads);
}

function wrongField({ description, quotaBytes }: BalRequest): string | null {
  if (description.length > LONGEST_DESCRIPTION) return 'description';
  return Number.isSafeInteger(quotaBytes) && quotaBytes > 0 ? null : 'quotaBytes';
}

type Judged = Omit<OpenedWith, 'id'>;

async function judge(
  desk: BalDesk,
  request: Omit<BalRequest, 'address'> & { readonly address: MssAddress },
  responsible: Person,
): Promise<Outcome<Judged>> {
  const { address, kind, isTest, quotaBytes, isShared, isPending } = request;
  const description = request.description.trim();
  const eligible = judgeResponsible({ kind, idNat: responsible.idNat, mayRead: request.responsibleReads });
  if (!eligible.ok) return eligible;
  const structure = await desk.estate.structure();
  const named = { address, kind, isTest, description, responsible };
  const mayBearIt = judgeAddress(named, {
    tenantKind: structure.kind,
    people: await desk.estate.peopleNamed(wordsOf(`${localPartOf(address)} ${description}`)),
    homonyms: await homonymsOf(desk, address, responsible),
  });
  if (!mayBearIt.ok) return mayBearIt;
  const finess = judgeFiness(questionOf(request, structure));
  if (!finess.ok) return finess;
  return done({
    ...{ address, kind, isTest, description, quotaBytes, isShared },
    ...{ finess: finess.value, state: isPending ? 'pending' : 'active', responsible: responsible.idNat },
  });
}

/** Words that may be parts of names. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(runsOf(text).flatMap((run) => run.split('-')))];
}

// EX_GBM_4311: a number tells homonyms apart only where one has the plain name, in whichever structure of the domain.
async function homonymsOf(desk: BalDesk, address: MssAddress, person: Person): Promise<ReadonlySet<string>> {
  const plain = personalLocalPart(person);
  const theirs = plain && parseMssAddress(`${plain}@${domainOf(address)}`);
  if (!theirs || theirs === address) return new Set();
  const states = await desk.estate.addressStates([theirs], person.idNat);
  return states.get(theirs)?.kind === 'free' ? new Set() : new Set([plain]);
}

export function questionOf(
  { kind, finess, isShared }: Pick<BalRequest, 'kind' | 'finess' | 'isShared'>,
  structure: StructureIdentity,
) {
  const { kind: tenantKind, finess: own, places } = structure;
  return { kind, tenantKind, own, places, asked: finess, isShared };
}

async function open(
  context: TenantContext,
  desk: BalDesk,
  newId: NewId,
  bal: OpenedWith,
  responsible: Person,
  responsibleReads: boolean,
): Promise<Outcome<string>> {
  const given = await desk.estate.open(bal, newId);
  if (given.kind !== 'free') return notGiven(bal.address, given);
  const { id: balId, address, kind, isTest, state, finess } = bal;
  const reads = kind === 'personal' || responsibleReads;
  // EX_LPS_0600: people open no applicative BAL, who answers for it included.
  const mayRead = reads && kind !== 'applicative';
  const { idNat } = responsible;
  const rights = { role: 'responsible', mayRead, maySend: mayRead } as const;
  const accessId = newId();
  await desk.accesses.add(accessId, responsible.id, { balId, ...rights, startsAt: context.at, endsAt: null });
  await desk.journal.record([
    { kind: 'bal.created', outcome: 'ok', balId, facts: { address, kind, isTest, state, finess } },
    {
      kind: 'access.granted',
      outcome: 'ok',
      balId,
      facts: { accessId, idNat, ...rights, from: context.at.toISOString(), until: null },
    },
  ]);
  return done(balId);
}

// RE_GBM_4330: mail for the former holder must not reach another person.
export function notGiven(
  address: MssAddress,
  state: Exclude<AddressState, { kind: 'free' }>,
): Outcome<never> {
  if (state.kind === 'taken') return refused('addressTaken', { address });
  const [from, fromEn] = (['fr-FR', 'en-GB'] as const).map((language) =>
    state.until.toLocaleDateString(language, { timeZone: 'Europe/Paris', dateStyle: 'long' }),
  );
  return refused('addressRetired', { address, from: from ?? '', fromEn: fromEn ?? '' });
}
