import { administers } from '../administration/may-administer.js';
import { type IdNat, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { foldName } from './fold-name.js';
import { judgeAddress, type NamedBal } from './judge-address.js';
import { notGiven, wordsOf } from './open-new-bal.js';
import { homonymLocalPart, MOST_HOMONYMS, personalLocalPart } from './personal-address.js';
import type { BalDesk } from './ports.js';

export interface SuggestionRequest {
  readonly kind: NamedBal['kind'];
  readonly isTest: boolean;
  readonly domain: string;
  readonly responsible: IdNat;
  /** What the BAL is for, in people's words; a personal BAL needs none. */
  readonly purpose: string;
}

/** An address that was thought of, and why it cannot be had; null when it can. */
export interface SuggestedAddress {
  readonly address: MssAddress;
  readonly obstacle: Refusal | null;
}

const MOST_SUGGESTIONS = 5;

/**
 * Addresses that a BAL could have, the best first: what cannot be had stays shown with its reason, up to the first that can. Refuses
 * forbidden, scopeMissing, domainNotOfTenant, inputInvalid (responsible, purpose).
 */
// RE_GBM_4320: explicit names, of a person or of a service, by which others know whom they write to.
export async function suggestAddresses(
  context: TenantContext,
  desk: BalDesk,
  request: SuggestionRequest,
): Promise<Outcome<readonly SuggestedAddress[]>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const domain = request.domain.toLowerCase();
  if (!(await desk.tenants.hasDomain(domain))) return refused('domainNotOfTenant', { domain });
  const responsible = await desk.people.byIdNat(request.responsible);
  if (!responsible) return refused('inputInvalid', { field: 'responsible' });
  const isPersonal = request.kind === 'personal' && !request.isTest;
  const names = isPersonal ? homonymsOf(responsible) : namesFor(request);
  const addresses = names.map((name) => parseMssAddress(`${name}@${domain}`)).filter((each) => each !== null);
  if (addresses.length === 0)
    return refused('inputInvalid', { field: isPersonal ? 'responsible' : 'purpose' });
  const states = await desk.estate.addressStates(addresses, request.responsible);
  const structure = await desk.estate.structure();
  const people = await desk.estate.peopleNamed(wordsOf(request.purpose));
  const world = {
    tenantKind: structure.kind,
    people,
    homonyms: new Set([personalLocalPart(responsible) ?? '']),
  };
  const suggested = addresses.map((address) => {
    const state = states.get(address) ?? { kind: 'free' };
    const given = state.kind === 'free' ? done(undefined) : notGiven(address, state);
    const named = judgeAddress({ ...request, address, description: '', responsible }, world);
    const outcome = named.ok ? given : named;
    return { address, obstacle: outcome.ok ? null : outcome.refusal };
  });
  return done(untilFree(suggested));
}

function homonymsOf(responsible: NamedBal['responsible']): readonly string[] {
  const ranks = Array.from({ length: MOST_HOMONYMS }, (_, index) => index + 1);
  return ranks.map((rank) => homonymLocalPart(responsible, rank)).filter((name) => name !== null);
}

const LITTLE_WORDS = new Set(['a', 'au', 'aux', 'd', 'de', 'des', 'du', 'en', 'et', 'l', 'la', 'le', 'les']);
const LONGEST = 55;

function namesFor({ purpose, isTest }: SuggestionRequest): readonly string[] {
  const whole = foldName(purpose);
  const essential = whole.split('-').filter((word) => !LITTLE_WORDS.has(word));
  const names = [...new Set([essential.join('-'), whole])]
    .filter(Boolean)
    .map((name) => name.slice(0, LONGEST));
  const numbered = names.slice(0, 1).flatMap((name) => [2, 3].map((number) => `${name}-${number}`));
  return [...names, ...numbered].map((name) => (isTest ? `${name}.test` : name));
}

/** The first that can be had, after at most a few that cannot. */
function untilFree(suggested: readonly SuggestedAddress[]): readonly SuggestedAddress[] {
  const free = suggested.findIndex(({ obstacle }) => obstacle === null);
  const shown = suggested.slice(0, MOST_SUGGESTIONS);
  const found = suggested[free];
  return free < MOST_SUGGESTIONS || !found ? shown : [...shown.slice(0, MOST_SUGGESTIONS - 1), found];
}
