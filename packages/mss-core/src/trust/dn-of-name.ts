import { attributeType } from './attribute-type.js';
import { type DerElement, derElements, derInside, oidText } from './der.js';
import { directoryString } from './directory-string.js';
import type { DistinguishedName, DnAttribute } from './distinguished-name.js';

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;

/**
 * Reads a DER `Name` (the subject or issuer of a certificate). A certificate goes from country to common name; the DN is
 * given the other way round, as people and the liste blanche write it. Null when the encoding is broken.
 */
export function dnOfName(der: Uint8Array): DistinguishedName | null {
  const sets = derInside(der, SEQUENCE);
  if (!sets) return null;
  const names: DnAttribute[][] = [];
  for (const set of sets) {
    const attributes = set.tag === SET ? attributesOf(set) : null;
    if (!attributes) return null;
    names.unshift(attributes);
  }
  return names;
}

function attributesOf(set: DerElement): DnAttribute[] | null {
  const attributes: DnAttribute[] = [];
  for (const pair of derElements(set.content) ?? []) {
    const [type, value, ...others] = derElements(pair.content) ?? [];
    if (pair.tag !== SEQUENCE || type?.tag !== OID || !value || others.length > 0) return null;
    attributes.push({ type: attributeType(oidText(type.content)), value: directoryString(value) });
  }
  return attributes.length > 0 ? attributes : null;
}
