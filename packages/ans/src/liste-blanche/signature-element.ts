import type { CanonicalElement } from './canonical-xml.js';
import { ListObjection } from './list-objection.js';

/** What the Signature element of a list says, its closed profile checked. */
export interface ListSignature {
  readonly digest: Buffer;
  readonly value: Buffer;
  /** DER of the signer's certificate. */
  readonly certificate: Buffer;
}

/** An element of the Signature, kept as a small tree. */
export interface SignatureNode {
  readonly element: CanonicalElement;
  readonly children: SignatureNode[];
  text: string;
}

export const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/**
 * EX_2.2_5040: one profile and no other. One reference to the whole document, the two transforms in their order, rsa-sha256,
 * sha256, one certificate. Anything more is refused before any cryptography, for each extra is a way to sign one thing and show another.
 */
export function readListSignature(signature: SignatureNode): ListSignature {
  holdsExactly(signature, 'SignedInfo', 'SignatureValue', 'KeyInfo');
  const signedInfo = child(signature, 'SignedInfo');
  holdsExactly(signedInfo, 'CanonicalizationMethod', 'SignatureMethod', 'Reference');
  names(child(signedInfo, 'CanonicalizationMethod'), EXCLUSIVE_C14N);
  names(child(signedInfo, 'SignatureMethod'), RSA_SHA256);
  const keyInfo = child(signature, 'KeyInfo');
  holdsExactly(keyInfo, 'X509Data');
  return {
    digest: digestIn(child(signedInfo, 'Reference')),
    value: base64(child(signature, 'SignatureValue')),
    certificate: certificateIn(child(keyInfo, 'X509Data')),
  };
}

function digestIn(reference: SignatureNode): Buffer {
  if (attribute(reference, 'URI') !== '') throw new ListObjection('signatureProfile');
  holdsExactly(reference, 'Transforms', 'DigestMethod', 'DigestValue');
  const transforms = child(reference, 'Transforms');
  holdsExactly(transforms, 'Transform', 'Transform');
  names(transforms.children[0], ENVELOPED);
  names(transforms.children[1], EXCLUSIVE_C14N);
  names(child(reference, 'DigestMethod'), SHA256);
  return base64(child(reference, 'DigestValue'));
}

function certificateIn(x509Data: SignatureNode): Buffer {
  const certificates = x509Data.children.filter((one) => is(one, 'X509Certificate'));
  const [certificate, ...others] = certificates;
  if (!certificate || others.length > 0) throw new ListObjection('signatureProfile');
  return base64(certificate);
}

/** The children must be exactly these, in this order, with nothing but spaces between. */
function holdsExactly(node: SignatureNode, ...locals: readonly string[]): void {
  const matches =
    node.children.length === locals.length &&
    node.text.trim() === '' &&
    node.children.every((one, index) => is(one, locals[index]));
  if (!matches) throw new ListObjection('signatureProfile');
}

function child(node: SignatureNode, local: string): SignatureNode {
  const found = node.children.find((one) => is(one, local));
  if (!found) throw new ListObjection('signatureProfile');
  return found;
}

/** An element without content that names the expected algorithm. */
function names(node: SignatureNode | undefined, algorithm: string): void {
  const isBare = node?.children.length === 0 && node.text.trim() === '';
  if (!isBare || attribute(node, 'Algorithm') !== algorithm) throw new ListObjection('signatureProfile');
}

function base64(node: SignatureNode): Buffer {
  const text = node.text.replace(/\s+/g, '');
  const isBase64 =
    node.children.length === 0 &&
    /^(?:[A-Za-z0-9+/]{4})+$/.test(text.replace(/={1,2}$/, (p) => 'A'.repeat(p.length)));
  if (!isBase64) throw new ListObjection('signatureProfile');
  return Buffer.from(text, 'base64');
}

function attribute(node: SignatureNode, name: string): string | null {
  return node.element.attributes.find(({ local, uri }) => local === name && uri === '')?.value ?? null;
}

function is(node: SignatureNode, local: string | undefined): boolean {
  return node.element.uri === XMLDSIG && node.element.local === local;
}
