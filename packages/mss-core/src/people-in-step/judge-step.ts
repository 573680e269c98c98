import type { Person } from '../administration/ports.js';
import { agreesWithDirectory } from '../annuaire/directory-facts.js';
import { foldName } from '../bal/fold-name.js';

/** A professional as the identities of the Annuaire Santé tell them. */
export interface RegisteredProfessional {
  readonly familyName: string;
  readonly givenName: string;
  readonly profession: string | null;
  readonly speciality: string | null;
}

/** How somebody stood in the Annuaire when that was last looked at. */
export interface RegisterStanding {
  /** The moment of the last copy that knew them; null for somebody whom none ever knew. */
  readonly seenAsOf: Date | null;
  /** Since when no copy knows them any more. */
  readonly goneSince: Date | null;
  /** The names of the Annuaire that a manager was told do not agree with ours. */
  readonly namesTold: string | null;
  readonly profession: string | null;
  readonly speciality: string | null;
}

export const NEVER_SEEN: RegisterStanding = {
  ...{ seenAsOf: null, goneSince: null, namesTold: null, profession: null, speciality: null },
};

/** What follows for one person: `rename` takes the Annuaire’s names; of the others people are told. */
export type StepAct = 'none' | 'rename' | 'namesDiffer' | 'gone' | 'cut';

export interface Step {
  readonly act: StepAct;
  readonly standing: RegisterStanding;
}

const DAY_MS = 86_400_000;
/** From the day that managers are told until the accesses end: time to have a line of the register put right. */
export const GONE_FOR_MS = 15 * DAY_MS;
/** How old a copy may be that still proves it: one a day comes. */
const COPY_AGE_MS = 3 * DAY_MS;

/**
 * What is to be done for somebody with a national number, whom a copy of the Annuaire knows so, or not (null).
 * Whoever was never there is left alone: those in training and those who begin are in no extraction.
 */
// EX_2.1_5010: our data follow those of the Annuaire. §6.4.2: whoever the Annuaire no longer knows may not use MSSanté any more.
export function judgeStep(
  person: Pick<Person, 'familyName' | 'givenName'>,
  standing: RegisterStanding,
  known: RegisteredProfessional | null,
  { asOf, at }: { readonly asOf: Date; readonly at: Date },
): Step {
  if (!known) return judgeGone(standing, asOf, at);
  const { profession, speciality } = known;
  const seen = { ...NEVER_SEEN, seenAsOf: asOf, profession, speciality };
  const told = namesOf(known);
  if (told === namesOf(person)) return { act: 'none', standing: seen };
  // Other names by the same number: a new spelling is taken, another person’s number is not made theirs.
  if (agreesWithDirectory(person, known)) return { act: 'rename', standing: seen };
  const act = standing.namesTold === told ? 'none' : 'namesDiffer';
  return { act, standing: { ...seen, namesTold: told } };
}

function judgeGone(standing: RegisterStanding, asOf: Date, at: Date): Step {
  const { seenAsOf, goneSince } = standing;
  if (seenAsOf === null || asOf < seenAsOf) return { act: 'none', standing };
  if (goneSince === null) return { act: 'gone', standing: { ...standing, goneSince: at } };
  const endsAt = goneSince.getTime() + GONE_FOR_MS;
  const isProved = endsAt - asOf.getTime() <= COPY_AGE_MS;
  return { act: at.getTime() >= endsAt && isProved ? 'cut' : 'none', standing };
}

function namesOf({ familyName, givenName }: Pick<Person, 'familyName' | 'givenName'>): string {
  return `${foldName(familyName)} ${foldName(givenName)}`;
}
