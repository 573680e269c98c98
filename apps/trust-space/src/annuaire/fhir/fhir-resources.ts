import { createHash } from 'node:crypto';
import type { World } from '../../world/world.js';
import { type DirectoryRecord, directoryRecord } from '../directory-record.js';
import type { DeclaredBal } from '../feed-envelope.js';
import { telecomOf } from './telecom.js';

export const TYPES = ['Practitioner', 'PractitionerRole', 'Organization'] as const;
export type ResourceType = (typeof TYPES)[number];

/** A resource as it is shown, whose telecom are the mailboxes it bears. */
export interface Resource {
  readonly resourceType: ResourceType;
  readonly id: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly active: true;
  readonly telecom: readonly object[];
  readonly [name: string]: unknown;
}

export const ID_NAT_PS = 'urn:oid:1.2.250.1.71.4.2.1';
export const ID_NAT_STRUCT = 'urn:oid:1.2.250.1.71.4.2.2';
export const RPPS = 'https://rpps.esante.gouv.fr';
export const FINESS = 'https://finess.esante.gouv.fr';
const PROFESSIONS = 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';

type Known = Pick<World, 'people' | 'structures'>;

/** Everybody and everything the Annuaire knows, with the mailboxes that each resource bears (IG Annuaire 1.2.0). */
export function resourcesOf(published: readonly DeclaredBal[], world: Known): readonly Resource[] {
  const records = published.map((bal) => directoryRecord(bal, world));
  return [...practitioners(records, world), ...roles(records), ...organizations(records, world)];
}

/** PER without a structure, and CAB, belong to the person; PER with a structure to the situation; ORG and APP to the structure. */
export function bearerOf({ type, structure }: Pick<DirectoryRecord, 'type' | 'structure'>): ResourceType {
  if (type === 'ORG' || type === 'APP') return 'Organization';
  return type === 'PER' && structure ? 'PractitionerRole' : 'Practitioner';
}

function practitioners(records: readonly DirectoryRecord[], { people }: Known): readonly Resource[] {
  const own = records.filter((record) => bearerOf(record) === 'Practitioner');
  const known = people.map(({ rpps, familyName, givenName, professionCode }) => ({
    ...{ id: rpps, familyName, givenName, professionCode },
  }));
  const others = records.flatMap(({ person, familyName, givenName, professionCode }) =>
    person && !known.some(({ id }) => id === person.id)
      ? [{ id: person.id, familyName, givenName, professionCode }]
      : [],
  );
  return unique([...known, ...others], ({ id }) => id).map(
    ({ id, familyName, givenName, professionCode }) => ({
      resourceType: 'Practitioner',
      id: technical('Practitioner', id),
      active: true,
      identifier: [
        { system: ID_NAT_PS, value: `8${id}`, use: 'official' },
        { system: RPPS, value: id, use: 'official' },
      ],
      name: [{ use: 'usual', family: familyName, given: [givenName] }],
      ...(professionCode && {
        qualification: [{ code: { coding: [{ system: PROFESSIONS, code: professionCode }] } }],
      }),
      telecom: own.filter(({ person }) => person?.id === id).map(telecomOf),
    }),
  );
}

function roles(records: readonly DirectoryRecord[]): readonly Resource[] {
  const own = records.filter((record) => bearerOf(record) === 'PractitionerRole');
  const places = own.map(({ person, structure }) => ({ rpps: person?.id ?? '', place: structure?.id ?? '' }));
  return unique(places, ({ rpps, place }) => `${rpps}/${place}`).map(({ rpps, place }) => ({
    resourceType: 'PractitionerRole',
    id: technical('PractitionerRole', `${rpps}/${place}`),
    active: true,
    identifier: [{ system: RPPS, value: situationOf(rpps, place) }],
    practitioner: { reference: `Practitioner/${technical('Practitioner', rpps)}` },
    organization: { reference: `Organization/${technical('Organization', place)}` },
    telecom: own
      .filter(({ person, structure }) => person?.id === rpps && structure?.id === place)
      .map(telecomOf),
  }));
}

export function situationOf(rpps: string, place: string): string {
  return `S${rpps}${place}`;
}

function organizations(records: readonly DirectoryRecord[], { structures }: Known): readonly Resource[] {
  const own = records.filter((record) => bearerOf(record) === 'Organization');
  const known = structures.map(({ finess, name, city = '', postalCode = '' }) => ({
    ...{ id: finess, name, city, postalCode },
  }));
  const others = records.flatMap(({ structure, city, postalCode }) =>
    structure ? [{ id: structure.id, name: structure.name, city, postalCode }] : [],
  );
  return unique([...known, ...others], ({ id }) => id).map(({ id, name, city, postalCode }) => ({
    resourceType: 'Organization',
    id: technical('Organization', id),
    active: true,
    identifier: [
      { system: ID_NAT_STRUCT, value: `1${id}`, use: 'official' },
      { system: FINESS, value: id, use: 'official' },
    ],
    name,
    ...((city || postalCode) && { address: [{ city, postalCode }] }),
    telecom: own.filter(({ structure }) => structure?.id === id).map(telecomOf),
  }));
}

/** Ids of the service say nothing, and changed from one version of it to the next. */
function technical(type: ResourceType, key: string): string {
  return `v2-${createHash('sha256').update(`${type}/${key}`).digest('hex').slice(0, 12)}`;
}

function unique<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(all.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}
