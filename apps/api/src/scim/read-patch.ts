import { type Comparison, readFilter } from './read-filter.js';
import { type QualifiedName, qualifiedName } from './schema-urns.js';
import { notRead, ScimFault } from './scim-fault.js';

/** One change of one attribute, whatever form it was asked in. */
export interface Change {
  readonly op: 'add' | 'replace' | 'remove';
  readonly target: Target;
  /** Undefined for a removal that names no value. */
  readonly value: unknown;
}

export interface Target extends QualifiedName {
  /** Which values of a multi-valued attribute. */
  readonly only: readonly Comparison[] | null;
  readonly sub: string | null;
  /** As it was asked. */
  readonly text: string;
}

const MOST_OPERATIONS = 1000;
const PATH = /^((?:urn:[^[\]\s]*:)?[A-Za-z$][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$-]*))?$/s;
const SCHEMA = /^urn:[^[\]\s]+$/i;

/**
 * The changes that a PATCH asks (RFC 7644 §3.5.2), also as Entra ID, Okta and Keycloak write them: `Replace` for `replace`, attributes inside
 * the value where no path is given, and there names with dots or a schema before them.
 * @throws ScimFault
 */
export function readPatch(body: unknown): readonly Change[] {
  const operations = isObject(body) ? fieldOf(body, 'Operations') : undefined;
  if (!Array.isArray(operations)) throw notRead('Operations');
  if (operations.length > MOST_OPERATIONS) throw notRead('Operations');
  return operations.flatMap(changesOf);
}

function changesOf(operation: unknown): readonly Change[] {
  if (!isObject(operation)) throw notRead('Operations');
  const op = opOf(fieldOf(operation, 'op'));
  const path = fieldOf(operation, 'path');
  const value = fieldOf(operation, 'value');
  if (path !== undefined && path !== null && path !== '') {
    if (typeof path !== 'string') throw invalidPath(String(path));
    if (op !== 'remove' && value === undefined) throw notRead('value');
    return spread(op, readPath(path), value);
  }
  if (op === 'remove') throw noTarget('');
  if (!isObject(value)) throw notRead('value');
  return inside(op, value);
}

/** The attributes that a value without a path gives. */
function inside(op: Change['op'], value: Readonly<Record<string, unknown>>): readonly Change[] {
  return Object.entries(value).flatMap(([name, each]) => spread(op, readPath(name), each));
}

/** A whole extension, or a complex attribute, is so many changes of what it holds. */
function spread(op: Change['op'], target: Target, value: unknown): readonly Change[] {
  if (target.only === null && target.sub === null && isObject(value)) {
    if (target.name === '') return inside(op, prefixed(value, `${target.text}:`));
    if (target.name.toLowerCase() === 'name') return inside(op, prefixed(value, `${target.text}.`));
  }
  return [{ op, target, value }];
}

function prefixed(value: Readonly<Record<string, unknown>>, prefix: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [prefix + name, each]));
}

/** `attribute`, `attribute.sub`, `attribute[filter]`, `attribute[filter].sub`, with or without a schema before. @throws ScimFault */
export function readPath(text: string): Target {
  if (text.length > 2_000) throw invalidPath(text);
  const whole = SCHEMA.test(text) ? qualifiedName(text) : null;
  if (whole?.name === '') return { ...whole, only: null, sub: null, text };
  const [, named, filter, sub] = PATH.exec(text) ?? [];
  const name = named === undefined ? null : qualifiedName(named);
  if (name === null) throw invalidPath(text);
  return { ...name, only: filter === undefined ? null : readFilter(filter), sub: sub ?? null, text };
}

function opOf(op: unknown): Change['op'] {
  const known = typeof op === 'string' ? op.toLowerCase() : null;
  if (known === 'add' || known === 'replace' || known === 'remove') return known;
  throw notRead('op');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7643 §2.1: names of attributes count whatever their capitals. */
export function fieldOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const written = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
  return written === undefined ? undefined : object[written];
}

export function invalidPath(path: string): ScimFault {
  const shown = path.slice(0, 200);
  return new ScimFault(
    400,
    'invalidPath',
    `Aucun attribut n’est à ce chemin : « ${shown} ».`,
    `No attribute is at this path: “${shown}”.`,
  );
}

export function noTarget(path: string): ScimFault {
  const shown = path.slice(0, 200);
  return new ScimFault(
    400,
    'noTarget',
    `Ce chemin ne désigne rien : « ${shown} ».`,
    `This path designates nothing: “${shown}”.`,
  );
}
