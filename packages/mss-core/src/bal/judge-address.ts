import type { BalKind } from '../access/index.js';
import type { TenantKind } from '../administration/ports.js';
import { localPartOf, type MssAddress } from '../identifiers/index.js';
import { hasTestMention } from '../messaging/test-isolation.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import { namedIn } from './nominative.js';
import { type NamedPerson, personalLocalPart, rankOf } from './personal-address.js';
import { isReservedName } from './reserved-names.js';

/** A BAL about to be opened, as its name is judged. */
export interface NamedBal {
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly isTest: boolean;
  readonly description: string;
  /** Whose a personal BAL will be; who answers for another one. */
  readonly responsible: NamedPerson;
}

/** What the rules must know of the structure. */
export interface NamingWorld {
  readonly tenantKind: TenantKind;
  /** People the structure knows whose names may stand in the address or the description. */
  readonly people: readonly NamedPerson[];
  /** Local parts already borne on that domain among the person's homonyms. */
  readonly homonyms: ReadonlySet<string>;
}

/**
 * May a BAL bear that address? Its form was judged when it was read. Refuses addressReserved, testMentionMissing, testMentionMisplaced,
 * addressNotPersonal, addressNominative, descriptionNominative.
 */
export function judgeAddress(bal: NamedBal, world: NamingWorld): Outcome<void> {
  const localPart = localPartOf(bal.address);
  if (isReservedName(localPart, world.tenantKind === 'operator'))
    return refused('addressReserved', { address: bal.address });
  // EX_GBM_4000: a test BAL says so in its name, and nothing else does: other operators know test BAL by that word alone.
  if (bal.isTest !== hasTestMention(bal.address))
    return refused(bal.isTest ? 'testMentionMissing' : 'testMentionMisplaced', { address: bal.address });
  if (bal.kind === 'personal' && !bal.isTest) return judgePersonal(localPart, bal, world);
  // EX_GBM_4310, EX_GBM_4000: nobody’s name in an organisational, applicative or test BAL.
  const people = [...world.people, bal.responsible];
  if (namedIn(localPart, people)) return refused('addressNominative', { address: bal.address });
  return judgeDescription(bal, people);
}

/** May a BAL of that kind be described so, where these people are known? Refuses descriptionNominative. */
// EX_GBM_4310: the description of an organisational or applicative BAL names nobody either.
export function judgeDescription(
  { kind, description }: Pick<NamedBal, 'kind' | 'description'>,
  people: readonly NamedPerson[],
): Outcome<void> {
  if (kind === 'personal') return done(undefined);
  return namedIn(description, people) ? refused('descriptionNominative') : done(undefined);
}

// EX_GBM_4311: `prenom.nom`, a number being admitted when a homonym bears the name without it.
function judgePersonal(
  localPart: string,
  { responsible }: NamedBal,
  { homonyms }: NamingWorld,
): Outcome<void> {
  const expected = personalLocalPart(responsible);
  const rank = rankOf(localPart, responsible);
  const isAdmitted = rank === 1 || (rank !== null && expected !== null && homonyms.has(expected));
  return isAdmitted ? done(undefined) : refused('addressNotPersonal', { expected: expected ?? '—' });
}
