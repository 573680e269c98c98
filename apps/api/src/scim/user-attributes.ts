import { type ProvisionedUser, parseUuid, type SaidIdentity, type UserFields } from '@cachet/mss-core';
import { fieldOf, isObject } from './read-patch.js';
import { ENTERPRISE_USER, MSSANTE_USER, USER } from './schema-urns.js';
import { notRead, wrongValue } from './scim-fault.js';

/** What a directory says of a user. Of who they are, only what it says. */
export type SaidUser = UserFields & SaidIdentity;

/** Attributes of the standard schemas that mean nothing here: taken without a word, kept nowhere. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  ...[
    'addresses',
    'emails',
    'entitlements',
    'ims',
    'locale',
    'nickname',
    'password',
    'phonenumbers',
    'photos',
  ],
  ...[
    'preferredlanguage',
    'profileurl',
    'roles',
    'schemas',
    'timezone',
    'title',
    'usertype',
    'x509certificates',
  ],
  ...['name.formatted', 'name.middlename', 'name.honorificprefix', 'name.honorificsuffix'],
]);
const READ_ONLY: ReadonlySet<string> = new Set(['id', 'meta', 'groups']);

type Attribute =
  | { readonly kind: 'text'; readonly field: TextField; readonly isNeeded: boolean }
  | { readonly kind: 'active' }
  | { readonly kind: 'readOnly' }
  | { readonly kind: 'passedOver' };

export type TextField =
  | 'userName'
  | 'externalId'
  | 'displayName'
  | 'familyName'
  | 'givenName'
  | 'idNat'
  | 'rpps';

const TEXTS: Readonly<Record<string, TextField>> = {
  username: 'userName',
  externalid: 'externalId',
  displayname: 'displayName',
  'name.familyname': 'familyName',
  'name.givenname': 'givenName',
};
const EXTENSION_TEXTS: Readonly<Record<string, TextField>> = { idnat: 'idNat', rpps: 'rpps' };
const NEEDED: ReadonlySet<TextField> = new Set(['userName', 'familyName', 'idNat', 'rpps']);

/** What an attribute of a user is here; null when no schema has it. */
export function attributeOf(extension: string | null, name: string, sub: string | null): Attribute | null {
  const whole = (sub === null ? name : `${name}.${sub}`).toLowerCase();
  if (extension === ENTERPRISE_USER) return { kind: 'passedOver' };
  if (extension !== null && extension !== MSSANTE_USER) return null;
  const texts = extension === null ? TEXTS : EXTENSION_TEXTS;
  const field = Object.hasOwn(texts, whole) ? texts[whole] : undefined;
  if (field) return { kind: 'text', field, isNeeded: NEEDED.has(field) };
  if (extension !== null) return null;
  if (whole === 'active') return { kind: 'active' };
  if (READ_ONLY.has(name.toLowerCase())) return { kind: 'readOnly' };
  return PASSED_OVER.has(whole) || PASSED_OVER.has(name.toLowerCase()) ? { kind: 'passedOver' } : null;
}

/**
 * A whole user (POST, PUT). What it does not say is unassigned, except whether the person is active: that stays as it was, and is so at first.
 * Attributes that no schema knows are ignored (RFC 7644 §3.3). @throws ScimFault
 */
export function readUser(body: unknown, known: Pick<ProvisionedUser, 'isActive'> | null): SaidUser {
  if (!isObject(body)) throw notRead('User');
  const schemas = fieldOf(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(USER)) throw notRead('schemas');
  const name = objectIn(body, 'name');
  const extension = objectIn(body, MSSANTE_USER);
  const active = fieldOf(body, 'active');
  return {
    userName: textIn(body, 'userName') ?? '',
    externalId: textIn(body, 'externalId'),
    displayName: textIn(body, 'displayName'),
    familyName: textIn(name, 'familyName') ?? '',
    givenName: textIn(name, 'givenName') ?? '',
    isActive: active === undefined || active === null ? (known?.isActive ?? true) : readActive(active),
    idNat: textIn(extension, 'idNat'),
    rpps: textIn(extension, 'rpps'),
  };
}

/** @throws ScimFault when it is neither text nor unassigned. An empty text is unassigned. */
export function readText(value: unknown, attribute: string): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') throw wrongValue(attribute);
  return value.toWellFormed();
}

/** Entra ID writes "True" and "False". @throws ScimFault */
export function readActive(value: unknown): boolean {
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  if (text === true || text === 'true') return true;
  if (text === false || text === 'false') return false;
  throw wrongValue('active');
}

/** An id as SCIM writes it, if it may be one of ours. */
export function readId(text: unknown): string | null {
  return typeof text === 'string' ? parseUuid(text) : null;
}

function objectIn(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = fieldOf(body, name);
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw wrongValue(name);
  return value;
}

function textIn(object: Readonly<Record<string, unknown>>, name: string): string | null {
  return readText(fieldOf(object, name), name);
}
