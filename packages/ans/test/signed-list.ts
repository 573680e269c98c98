import { createHash, createSign, KeyObject, X509Certificate } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { Identity } from './miniature-igc.js';

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface Row {
  readonly domain: string;
  readonly dn: string;
}

export const ROWS: readonly Row[] = [
  {
    domain: 'ch-valmont.mssante.fr',
    dn: 'CN=mss.ch-valmont.fr,OU=1010000024,O="C.H.  VALMONT",ST=Ain (01),C=FR',
  },
  {
    domain: 'ch-valmont.mssante.fr',
    dn: 'CN=mss.editeur.fr,OU=312345678900011,O=ÉDITEUR & FILS,ST=Rhône (69),C=FR',
  },
  {
    domain: 'tilleuls.mssante.fr',
    dn: 'CN=mss.editeur.fr,OU=312345678900011,O=ÉDITEUR & FILS,ST=Rhône (69),C=FR',
  },
];

/** A list of the shape of the real one, its Signature not yet there. */
export function listText(rows: readonly Row[] = ROWS, generatedAt = '2026-03-02T06:00:00Z'): string {
  const domains = rows.map(
    ({ domain, dn }) => `        <Domaine>
            <Nom>${domain}</Nom>
            <Description>Domaine de messagerie "${domain}"
 sur deux lignes</Description>
            <DNCertificatOperateur>${dn.replaceAll('&', '&amp;')}</DNCertificatOperateur>
            <ResponsableContact>01 99 00 00 00</ResponsableContact>
            <SupportContact>support@exemple.test</SupportContact>
            <DateMAJ>2026-01-05T10:00:00Z</DateMAJ>
        </Domaine>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema">
    <DateDeGeneration>${generatedAt}</DateDeGeneration>
    <ListeDomaines>
${domains.join('\n')}
    </ListeDomaines></ListeBlancheMSSante>`;
}

export interface SignatureWish {
  readonly prefix?: string;
  readonly signatureAlgorithm?: string;
  readonly digestAlgorithm?: string;
  readonly transforms?: readonly string[];
  readonly uri?: string;
  /** Another certificate is shown than that of the key. */
  readonly shows?: Identity;
}

/** Signs with xml-crypto, an implementation that is not ours. */
export function sign(text: string, signer: Identity, wish: SignatureWish = {}): string {
  const signed = new SignedXml({
    privateKey: privateKeyOf(signer),
    publicCert: (wish.shows ?? signer).pem,
    signatureAlgorithm: wish.signatureAlgorithm ?? RSA_SHA256,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
  });
  signed.addReference({
    xpath: '/*',
    isEmptyUri: true,
    uri: '',
    digestAlgorithm: wish.digestAlgorithm ?? SHA256,
    transforms: [...(wish.transforms ?? [ENVELOPED, EXCLUSIVE_C14N])],
  });
  signed.computeSignature(text, { prefix: wish.prefix ?? '' });
  return signed.getSignedXml();
}

/** The same reading by xml-crypto: does this document's only signature hold by that certificate? */
export function holdsByXmlCrypto(text: string, signer: Identity): boolean {
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const [signature] = Array.from(
    document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature'),
  );
  if (!signature) return false;
  const verifier = new SignedXml({ publicCert: signer.pem, getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature.toString());
  return verifier.checkSignature(text);
}

/**
 * A Signature made by hand around any SignedInfo and any KeyInfo: the SignedInfo is signed as it stands, so it must be given
 * canonical.
 */
export function signatureAround(
  signedInfo: string,
  signer: Identity,
  keyInfo = keyInfoOf(signer),
  more = '',
): string {
  const value = createSign('sha256').update(signedInfo).sign(privateKeyOf(signer), 'base64');
  const inside = signedInfo.replace(' xmlns="http://www.w3.org/2000/09/xmldsig#"', '');
  return `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${inside}<SignatureValue>${value}</SignatureValue>${keyInfo}${more}</Signature>`;
}

export function keyInfoOf(...identities: readonly Identity[]): string {
  const certificates = identities.map(
    ({ der }) => `<X509Certificate>${der.toString('base64')}</X509Certificate>`,
  );
  return `<KeyInfo><X509Data>${certificates.join('')}</X509Data></KeyInfo>`;
}

export interface SignedInfoWish {
  readonly c14n?: string;
  readonly method?: string;
  readonly references?: readonly string[];
}

/** A canonical SignedInfo; by default exactly that of the profile. */
export function signedInfoOf(digest: string, wish: SignedInfoWish = {}): string {
  const references = wish.references ?? [referenceOf(digest)];
  const c14n = wish.c14n ?? `<CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></CanonicalizationMethod>`;
  const method = wish.method ?? `<SignatureMethod Algorithm="${RSA_SHA256}"></SignatureMethod>`;
  return `<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">${c14n}${method}${references.join('')}</SignedInfo>`;
}

export interface ReferenceWish {
  readonly uri?: string | null;
  readonly transforms?: string;
  readonly digestMethod?: string;
}

export function referenceOf(digest: string, wish: ReferenceWish = {}): string {
  const uri = wish.uri === null ? '' : ` URI="${wish.uri ?? ''}"`;
  const transforms =
    wish.transforms ??
    `<Transform Algorithm="${ENVELOPED}"></Transform><Transform Algorithm="${EXCLUSIVE_C14N}"></Transform>`;
  const digestMethod = wish.digestMethod ?? `<DigestMethod Algorithm="${SHA256}"></DigestMethod>`;
  return `<Reference${uri}><Transforms>${transforms}</Transforms>${digestMethod}<DigestValue>${digest}</DigestValue></Reference>`;
}

/** Digest of the canonical form of a list made by `listText`, whose text is canonical but for its XML declaration. */
export function digestOf(text: string, algorithm = 'sha256'): string {
  return createHash(algorithm)
    .update(text.replace(/^<\?xml[^>]+\?>/, ''))
    .digest('base64');
}

export function withSignature(text: string, signature: string): string {
  return text.replace('</ListeBlancheMSSante>', `${signature}</ListeBlancheMSSante>`);
}

function privateKeyOf(identity: Identity): KeyObject {
  return KeyObject.from(identity.keys.privateKey);
}

export function publicPemOf(identity: Identity): string {
  return new X509Certificate(identity.der).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
