import type { CopiedEntry } from '@cachet/mss-core/directory-search';
import { balKind, codeOrLabel, isPlain } from '../directory/plain-values.js';
import type { FhirResource } from './read-bundle.js';
import { asList, asObject, asText, type Json } from './read-json.js';

export const RPPS = 'https://rpps.esante.gouv.fr';
export const ID_NAT_PS = 'urn:oid:1.2.250.1.71.4.2.1';
export const FINESS = 'https://finess.esante.gouv.fr';
export const ID_NAT_STRUCT = 'urn:oid:1.2.250.1.71.4.2.2';
export const METADATA =
  'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata';
const EMAIL_TYPE = 'fr-core-contact-point-email-type';

const NOTHING: Omit<CopiedEntry, 'address' | 'kind'> = {
  ...{ holderType: null, holderNumber: null, title: null, familyName: null, givenName: null },
  ...{ professionCode: null, professionLabel: null, specialityCode: null, specialityLabel: null },
  ...{ structureType: null, structureNumber: null, structureName: null, signName: null, service: null },
  ...{ description: null, people: null, postalCode: null, town: null, department: null },
};

/** What was found and what it refers to, as it is looked up: by type and id of the service, which nothing keeps. */
export type ResourcesById = ReadonlyMap<string, FhirResource>;

export function byId(resources: readonly FhirResource[]): ResourcesById {
  return new Map(resources.map((each) => [`${each.resourceType}/${asText(each.id) ?? ''}`, each] as const));
}

export interface Mailboxes {
  readonly entries: readonly CopiedEntry[];
  /** How many were set aside, since they hold what nobody could read as it is. */
  readonly setAside: number;
}

/** The mailboxes that these resources bear, each with who and what bears it. Business identifiers only: ids of the service change. */
// RE_2.1_5030
export function mailboxesIn(resources: readonly FhirResource[], known: ResourcesById): Mailboxes {
  const told = resources.flatMap((resource) => {
    const bearer = bearerIn(resource, known);
    return bearer ? asList(resource.telecom).flatMap((telecom) => mailboxIn(telecom, bearer)) : [];
  });
  const entries = told.filter((entry) => entry !== null);
  return { entries, setAside: told.length - entries.length };
}

type Bearer = Partial<Record<keyof CopiedEntry, Json>>;

function bearerIn(resource: FhirResource, known: ResourcesById): Bearer | null {
  if (resource.active === false) return null;
  switch (resource.resourceType) {
    case 'Practitioner':
      return person(resource);
    case 'PractitionerRole':
      return {
        ...person(known.get(referenceIn(resource.practitioner)) ?? {}),
        ...structure(known.get(referenceIn(resource.organization)) ?? {}),
      };
    case 'Organization':
      return structure(resource);
    default:
      return null;
  }
}

export function referenceIn(value: Json | undefined): string {
  const reference = asText(asObject(value)?.reference) ?? '';
  return reference.split('/').slice(-2).join('/');
}

function person(resource: FhirResource): Bearer {
  const rpps = identifierIn(resource, RPPS);
  const [name] = asList(resource.name).map(asObject);
  const codes = asList(resource.qualification).flatMap((each) =>
    asList(asObject(asObject(each)?.code)?.coding).map(asObject),
  );
  const codeOf = (terminology: RegExp) =>
    codes.find((coding) => terminology.test(asText(coding?.system) ?? ''))?.code ?? null;
  return {
    ...{ holderType: rpps && '8', holderNumber: rpps },
    ...{ familyName: name?.family ?? null, givenName: asList(name?.given)[0] ?? null },
    title: asList(name?.suffix)[0] ?? null,
    professionCode: codeOf(/TRE_G15-/),
    specialityCode: codeOf(/TRE_R38-/),
  };
}

function structure(resource: FhirResource): Bearer {
  const finess = identifierIn(resource, FINESS);
  const [address] = asList(resource.address).map(asObject);
  return {
    ...{ structureType: finess && '1', structureNumber: finess },
    ...{ structureName: resource.name ?? null, town: address?.city ?? null },
    postalCode: address?.postalCode ?? null,
  };
}

function identifierIn(resource: FhirResource, system: string): Json {
  return (
    asList(resource.identifier)
      .map(asObject)
      .find((each) => each?.system === system)?.value ?? null
  );
}

/** Nothing for an address that is no mailbox of the trust space, null for one that is set aside. */
function mailboxIn(telecom: Json, bearer: Bearer): readonly (CopiedEntry | null)[] {
  const read = asObject(telecom);
  const extensions = asList(read?.extension).map(asObject);
  const metadata = extensions.find((each) => each?.url === METADATA);
  const type = asText(extensions.find((each) => asText(each?.url)?.endsWith(EMAIL_TYPE))?.url);
  if (read?.system !== 'email' || (!metadata && !type)) return [];
  const parts = asList(metadata?.extension).map(asObject);
  const part = (url: string) => parts.find((each) => each?.url === url);
  const [coding] = asList(asObject(part('type')?.valueCodeableConcept)?.coding).map(asObject);
  const values: Bearer = {
    ...{ ...bearer, address: read.value ?? null },
    description: part('description')?.valueString ?? null,
    service: part('service')?.valueString ?? null,
  };
  const told = Object.values(values).filter((value) => value !== null && value !== '');
  if (typeof read.value !== 'string' || !told.every(isPlain)) return [null];
  // A mailbox on the liste rouge should not have come: nobody is shown it.
  if (part('listeRouge')?.valueBoolean === true) return [];
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || null]));
  const [, professionLabel] = codeOrLabel(asText(values.professionCode));
  const kind = balKind(asText(coding?.code) ?? asText(part('type')?.valueCode));
  return [{ ...NOTHING, ...texts, kind, professionLabel } as CopiedEntry];
}
