import { type DerElement, derElements, derInside, oidText } from '@cachet/mss-core/trust';

const SEQUENCE = 0x30;
const OID = 0x06;
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;

export interface X509Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** The extensions of a certificate, CRL or CRL entry by OID; `wrapper` is the element that holds their sequence. Null when broken. */
export function extensionsIn(wrapper: DerElement | undefined): ReadonlyMap<string, X509Extension> | null {
  const extensions = new Map<string, X509Extension>();
  if (!wrapper) return extensions;
  for (const element of derInside(wrapper.content, SEQUENCE) ?? [BROKEN]) {
    const parts = element.tag === SEQUENCE ? derElements(element.content) : null;
    const [type, second, third] = parts ?? [];
    const value = second?.tag === BOOLEAN ? third : second;
    if (type?.tag !== OID || value?.tag !== OCTET_STRING) return null;
    const oid = oidText(type.content);
    if (extensions.has(oid)) return null;
    const critical = second?.tag === BOOLEAN && second.content[0] !== 0;
    extensions.set(oid, { critical, value: value.content });
  }
  return extensions;
}

/** RFC 5280 §4.2: whoever does not understand a critical extension must refuse what bears it. */
export function hasUnknownCritical(
  extensions: ReadonlyMap<string, X509Extension>,
  known: ReadonlySet<string>,
): boolean {
  return [...extensions].some(([oid, extension]) => extension.critical && !known.has(oid));
}

const BROKEN: DerElement = { tag: 0, content: new Uint8Array(), whole: new Uint8Array() };
