import { x509 } from './x509.js';

/** Attribute and value pairs in the order they have in the certificate: country first, common name last. */
export type RdnList = readonly (readonly [attribute: string, value: string])[];

/**
 * The DN of an organisation's certificate (Référentiel, table 44). `ou` carries its own prefix: 1 before a FINESS
 * number, 3 before a SIRET number; `st` is written « Département (NN) ».
 */
export function organisationDn(of: { cn: string; ou: string; o: string; st: string }): RdnList {
  return [
    ['C', 'FR'],
    ['ST', of.st],
    ['O', of.o],
    ['OU', of.ou],
    ['CN', of.cn],
  ];
}

/** The DN of an authority of the test branch: two OU, as the real ones have. */
export function authorityDn(cn: string): RdnList {
  return [
    ['C', 'FR'],
    ['O', 'ASIP-SANTE'],
    ['OU', '0002 187512751'],
    ['OU', 'IGC-SANTE TEST'],
    ['CN', cn],
  ];
}

/** RFC 2253 text: last attribute first, separated by commas alone. */
export function dnText(dn: RdnList): string {
  return [...dn]
    .reverse()
    .map(([attribute, value]) => `${attribute}=${escaped(value)}`)
    .join(',');
}

/** RFC 2253 text of a certificate's subject. */
export function subjectText(certificate: x509.X509Certificate): string {
  const pairs = certificate.subjectName
    .toJSON()
    .flatMap((rdn) => Object.entries(rdn))
    .flatMap(([attribute, values]) => values.map((value): [string, string] => [attribute, String(value)]));
  return dnText(pairs);
}

/** The DER Name: the country as PrintableString and the rest as UTF8String (RFC 5280 §4.1.2.4). */
export function toName(dn: RdnList): x509.Name {
  return new x509.Name(
    dn.map(([attribute, value]) => ({
      [attribute]: [attribute === 'C' ? { printableString: value } : { utf8String: value }],
    })),
  );
}

function escaped(value: string): string {
  return value.replace(/([,+"\\<>;])/g, '\\$1').replace(/^([ #])| $/g, '\\$&');
}
