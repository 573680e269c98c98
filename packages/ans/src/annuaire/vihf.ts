import { createHash, createSign, type KeyObject } from 'node:crypto';
import { element, instant, text } from './xml-text.js';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const HL7 = 'urn:hl7-org:v3';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = `${DSIG}enveloped-signature`;
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** The process proves who it is by its certificate; which method is told is free in indirect authentication. */
const BY_CERTIFICATE = 'urn:oasis:names:tc:SAML:2.0:ac:classes:X509';

/** Who speaks for the operator to the Annuaire. */
export interface VihfSpeaker {
  /** DN of the certificate that signs the token, or without a signature of the one that opens the connection (RFC 2253). */
  readonly dn: string;
  /** idNat of the structure, as its OU has it. */
  readonly structure: string;
  /** Who acts there: a machine, by the name of its software. */
  readonly subject: string;
  readonly software: { readonly name: string; readonly version: string; readonly installation: string };
  readonly issuerFormat: string;
  /** Signs the token; without it the connection alone vouches for it. */
  readonly signer?: { readonly key: KeyObject; readonly certificate: Buffer };
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The SAML 2.0 token of a call (VIHF 2.0, table 5). `id` is a UUID. */
// EX_WSA_5050: IssueInstant < NotBefore < the moment it arrives < NotOnOrAfter, an hour later at most.
export function vihfAssertion(speaker: VihfSpeaker, id: string, at: Date): string {
  const issued = new Date(at.getTime() - 2 * SECOND);
  const from = new Date(issued.getTime() + SECOND);
  const until = new Date(issued.getTime() + HOUR - SECOND);
  const issuer = element('saml2:Issuer', { Format: speaker.issuerFormat }, text(speaker.dn));
  const rest = [
    element('saml2:Subject', {}, element('saml2:NameID', {}, text(speaker.subject))),
    element('saml2:Conditions', { NotBefore: instant(from), NotOnOrAfter: instant(until) }),
    element(
      'saml2:AuthnStatement',
      { AuthnInstant: instant(issued) },
      element('saml2:AuthnContext', {}, element('saml2:AuthnContextClassRef', {}, BY_CERTIFICATE)),
    ),
    element('saml2:AttributeStatement', {}, ...attributesOf(speaker)),
  ];
  // An xs:ID begins with no digit.
  const assertionId = `_${id}`;
  const whole = (signature: string) =>
    element(
      'saml2:Assertion',
      { 'xmlns:saml2': SAML, ID: assertionId, IssueInstant: instant(issued), Version: '2.0' },
      issuer,
      signature,
      ...rest,
    );
  return speaker.signer ? whole(signatureOf(whole(''), assertionId, speaker.signer)) : whole('');
}

function attributesOf({ structure, subject, software }: VihfSpeaker): readonly string[] {
  const operator = { code: 'OPER', codeSystem: '1.2.250.1.213.1.9.1.1', codeSystemName: 'R84' };
  return [
    attribute('VIHF_Version', '2.0'),
    attribute(
      'urn:oasis:names:tc:xacml:2.0:subject:role',
      coded('Role', { ...operator, displayName: 'Opérateur MSSanté' }),
    ),
    attribute('Ressource_URN', 'urn:MSSANTE'),
    attribute(
      'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse',
      coded('PurposeOfUse', {
        ...{ code: 'normal', codeSystem: '1.2.250.1.213.1.1.4.248', codeSystemName: 'modes accès VIHF 1.0' },
        displayName: 'Accès normal',
      }),
    ),
    attribute('urn:oasis:names:tc:xspa:1.0:subject:subject-id', text(subject)),
    attribute('Identifiant_Structure', text(structure)),
    attribute('LPS_Nom', text(software.name)),
    attribute('LPS_Version', text(software.version)),
    attribute('LPS_ID', text(software.installation)),
    attribute(
      'Profil_Utilisateur',
      coded('Profil_Utilisateur', { ...operator, displayName: 'Opérateur MSSanté' }),
    ),
    attribute(
      'VIHF_Profil',
      coded('VIHF_Profil', {
        ...{
          code: 'profil_annuaire_PS',
          codeSystem: '1.2.250.1.213.1.1.4.312',
          codeSystemName: 'profil VIHF',
        },
        displayName: 'Profil pour annuaire de professionnels de santé du VIHF 2.0',
      }),
    ),
  ];
}

function attribute(name: string, value: string): string {
  return element('saml2:Attribute', { Name: name }, element('saml2:AttributeValue', {}, value));
}

interface Coded {
  readonly code: string;
  readonly codeSystem: string;
  readonly codeSystemName: string;
  readonly displayName: string;
}

/** A CE of HL7 v3. The example of the text binds these names wrongly; those of the field are followed. */
function coded(name: string, { code, codeSystem, codeSystemName, displayName }: Coded): string {
  const attributes = { xmlns: HL7, 'xmlns:xsi': XSI, code, codeSystem, codeSystemName, displayName };
  return element(name, { ...attributes, 'xsi:type': 'CE' });
}

/** An enveloped signature (exc-c14n, RSA with SHA-256) of an assertion that is canonical as it is written. */
function signatureOf(
  assertion: string,
  id: string,
  { key, certificate }: NonNullable<VihfSpeaker['signer']>,
): string {
  const digest = createHash('sha256').update(assertion).digest('base64');
  const signedInfo = (namespaces: Record<string, string>) =>
    element(
      'ds:SignedInfo',
      namespaces,
      element('ds:CanonicalizationMethod', { Algorithm: EXCLUSIVE_C14N }),
      element('ds:SignatureMethod', { Algorithm: RSA_SHA256 }),
      element(
        'ds:Reference',
        { URI: `#${id}` },
        element(
          'ds:Transforms',
          {},
          element('ds:Transform', { Algorithm: ENVELOPED }),
          element('ds:Transform', { Algorithm: EXCLUSIVE_C14N }),
        ),
        element('ds:DigestMethod', { Algorithm: SHA256 }),
        element('ds:DigestValue', {}, digest),
      ),
    );
  // Canonicalised alone, SignedInfo declares the namespace that its Signature declares around it.
  const signed = createSign('RSA-SHA256')
    .update(signedInfo({ 'xmlns:ds': DSIG }))
    .sign(key, 'base64');
  const shown = element('ds:X509Certificate', {}, certificate.toString('base64'));
  return element(
    'ds:Signature',
    { 'xmlns:ds': DSIG },
    signedInfo({}),
    element('ds:SignatureValue', {}, signed),
    element('ds:KeyInfo', {}, element('ds:X509Data', {}, shown)),
  );
}
