import { z } from 'zod';
import type { Resource, ResourceType } from './fhir-resources.js';
import { FhirError } from './operation-outcome.js';

const USUAL_COUNT = 50;

type Test = (resource: Resource, sought: string) => boolean;

const telecomValues = ({ telecom }: Resource) => telecom.map((each) => (each as { value: string }).value);
const names = ({ name }: Resource): readonly string[] =>
  typeof name === 'string'
    ? [name]
    : ((name as readonly { family: string; given: readonly string[] }[]) ?? []).flatMap(
        ({ family, given }) => [family, ...given],
      );
const part = (which: 'family' | 'given') => (resource: Resource) =>
  ((resource.name as readonly Record<string, string | readonly string[]>[]) ?? []).flatMap(
    (name) => name[which] ?? [],
  );
const place = (which: 'city' | 'postalCode') => (resource: Resource) =>
  ((resource.address as readonly Record<string, string>[]) ?? []).map((each) => each[which] ?? '');
const codes = ({ qualification }: Resource) =>
  ((qualification as readonly { code: { coding: readonly Coding[] } }[]) ?? []).flatMap(
    ({ code }) => code.coding,
  );

interface Coding {
  readonly system: string;
  readonly code: string;
}

/** Parameters of type string (R4 §3.1.1.4.9): the beginning of a value, :contains, :exact. */
const STRINGS: Readonly<Record<string, (resource: Resource) => readonly string[]>> = {
  'mailbox-mss': telecomValues,
  name: names,
  family: part('family'),
  given: part('given'),
  'address-city': place('city'),
  'address-postalcode': place('postalCode'),
};
const TOKENS: Readonly<Record<string, (resource: Resource) => readonly Coding[]>> = {
  _id: ({ id }) => [{ system: '', code: id }],
  identifier: ({ identifier }) => identifier.map(({ system, value }) => ({ system, code: value })),
  'qualification-code': codes,
};
const REFERENCES = ['practitioner', 'organization'];
const ALLOWED: Readonly<Record<ResourceType, readonly string[]>> = {
  Practitioner: ['_id', 'identifier', 'mailbox-mss', 'name', 'family', 'given', 'qualification-code'],
  PractitionerRole: ['_id', 'identifier', 'mailbox-mss', 'practitioner', 'organization'],
  Organization: ['_id', 'identifier', 'mailbox-mss', 'name', 'address-city', 'address-postalcode'],
};
const RESULT_PARAMETERS = ['_count', '_total', '_elements', '_include', '_revinclude', '_page'];

/** A searchset of one page: criteria of one name are alternatives by comma, different ones hold together. @throws FhirError */
export function searchBundle(
  type: ResourceType,
  all: readonly Resource[],
  query: URLSearchParams,
  baseUrl: string,
): object {
  const tests = [...query]
    .filter(([name]) => !RESULT_PARAMETERS.includes(name))
    .map(([name, value]) => criterion(type, name, value));
  const found = all.filter(
    (resource) => resource.resourceType === type && tests.every((holds) => holds(resource)),
  );
  const count = numberIn(query, '_count', USUAL_COUNT);
  const from = numberIn(query, '_page', 0);
  const page = count === 0 ? [] : found.slice(from, from + count);
  const links = [{ relation: 'self', url: linkTo(baseUrl, type, query, from) }];
  if (count > 0 && from + count < found.length)
    links.push({ relation: 'next', url: linkTo(baseUrl, type, query, from + count) });
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    // The real service leaves it out where it would cost: only « accurate » makes sure of it.
    ...(query.get('_total') === 'accurate' && { total: found.length }),
    link: links,
    entry: [
      ...page.map((resource) => entryOf(baseUrl, elementsOf(resource, query), 'match')),
      ...besides(page, all, query).map((resource) => entryOf(baseUrl, resource, 'include')),
    ],
  };
}

function criterion(type: ResourceType, given: string, value: string): (resource: Resource) => boolean {
  const [name = '', modifier = ''] = given.split(':');
  if (!ALLOWED[type].includes(name)) throw new FhirError(400, 'not-supported', `Parameter ${name} not found`);
  const test = testOf(name, modifier);
  const alternatives = value.split(',').filter((each) => each !== '');
  if (alternatives.length === 0) throw new FhirError(400, 'invalid', `Parameter ${name} is empty`);
  return (resource) => alternatives.some((sought) => test(resource, sought));
}

function testOf(name: string, modifier: string): Test {
  const [strings, tokens] = [STRINGS[name], TOKENS[name]];
  if (strings)
    return (resource, sought) => strings(resource).some((value) => isLike(value, sought, modifier));
  if (modifier) throw new FhirError(400, 'not-supported', `Modifier ${modifier} not supported on ${name}`);
  if (tokens) return (resource, sought) => tokens(resource).some((token) => isToken(token, sought));
  if (!REFERENCES.includes(name)) throw new FhirError(400, 'not-supported', `Parameter ${name} not found`);
  return (resource, sought) =>
    (resource[name] as { reference?: string } | undefined)?.reference?.endsWith(
      `/${sought.split('/').at(-1)}`,
    ) === true;
}

function isLike(value: string, sought: string, modifier: string): boolean {
  if (modifier === 'exact') return value === sought;
  const [own, wanted] = [folded(value), folded(sought)];
  if (modifier === 'contains') return own.includes(wanted);
  if (modifier === '') return own.startsWith(wanted);
  throw new FhirError(400, 'not-supported', `Modifier ${modifier} not supported`);
}

function folded(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function isToken({ system, code }: Coding, sought: string): boolean {
  const bar = sought.indexOf('|');
  if (bar < 0) return code === sought;
  const [wantedSystem, wantedCode] = [sought.slice(0, bar), sought.slice(bar + 1)];
  return system === wantedSystem && (wantedCode === '' || code === wantedCode);
}

/** Resources that others of the page refer to, or that refer to them. */
function besides(
  page: readonly Resource[],
  all: readonly Resource[],
  query: URLSearchParams,
): readonly Resource[] {
  const wanted = query.getAll('_include').concat(query.getAll('_revinclude'));
  const byReference = (resource: Resource) =>
    REFERENCES.map((name) => (resource[name] as { reference?: string } | undefined)?.reference);
  const related = (one: Resource, other: Resource) =>
    byReference(one).includes(`${other.resourceType}/${other.id}`) &&
    wanted.includes(`PractitionerRole:${other.resourceType.toLowerCase()}`);
  return all.filter(
    (other) => !page.includes(other) && page.some((one) => related(one, other) || related(other, one)),
  );
}

function elementsOf(resource: Resource, query: URLSearchParams): Resource {
  const asked = query.get('_elements')?.split(',');
  if (!asked) return resource;
  const kept = Object.entries(resource).filter(([name]) => ['resourceType', 'id', ...asked].includes(name));
  return { ...Object.fromEntries(kept), meta: { tag: [{ code: 'SUBSETTED' }] } } as unknown as Resource;
}

function entryOf(baseUrl: string, resource: Resource, mode: 'match' | 'include'): object {
  return { fullUrl: `${baseUrl}/${resource.resourceType}/${resource.id}`, resource, search: { mode } };
}

function linkTo(baseUrl: string, type: ResourceType, query: URLSearchParams, from: number): string {
  const page = new URLSearchParams(query);
  page.set('_page', String(from));
  return `${baseUrl}/${type}?${page}`;
}

function numberIn(query: URLSearchParams, name: string, usual: number): number {
  const read = z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .safeParse(query.get(name) ?? usual);
  if (!read.success) throw new FhirError(400, 'invalid', `Invalid ${name}`);
  return read.data;
}
