import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { SoapFault } from './soap-fault.js';

/** A mailbox as it was declared: the attributes of COMPTESMSS by name, the address in lower case. */
export interface DeclaredBal {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Feed {
  readonly issuer: string;
  readonly domains: readonly string[];
  readonly bals: readonly DeclaredBal[];
}

const ENVELOPES = ['http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/'];
const ADDRESS = /^adressebal$/i;
const DOMAIN = /^domaine$/i;

/**
 * Reads a feed by the names of its elements: the WSDL is not public, so that their namespaces are not judged.
 * @throws SoapFault with the code the real service would give.
 */
export function readFeed(xml: string): Feed {
  const root = parse(xml).documentElement;
  if (root?.localName !== 'Envelope' || !ENVELOPES.includes(root.namespaceURI ?? ''))
    throw new SoapFault('WSMSS12', 'enveloppe SOAP absente');
  const issuer = issuerOf(root);
  const bals = elements(root)
    .filter((e) => ADDRESS.test(e.localName ?? ''))
    .map(balOf);
  const domains = elements(root)
    .filter((e) => DOMAIN.test(e.localName ?? '') && children(e).length === 0)
    .map((e) => textOf(e).toLowerCase());
  if (domains.length === 0) throw new SoapFault('WSMSS12', 'RG_CTR_000, domaine absent');
  const stray = bals.find(({ address }) => !domains.includes(address.slice(address.lastIndexOf('@') + 1)));
  if (stray) throw new SoapFault('WSMSS12', 'adresse hors des domaines du flux');
  return { issuer, domains: [...new Set(domains)], bals };
}

function parse(xml: string): Document {
  if (/<!DOCTYPE/i.test(xml)) throw new SoapFault('WSMSS12', 'DOCTYPE interdit');
  try {
    return new DOMParser({ onError: stopAtError }).parseFromString(xml, 'text/xml');
  } catch {
    throw new SoapFault('WSMSS12', 'document mal formé');
  }
}

function stopAtError(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

function issuerOf(root: Element): string {
  const security = elements(root).find((e) => e.localName === 'Security');
  if (!security) throw new SoapFault('WSMSS01');
  const assertion = children(security).find((e) => e.localName === 'Assertion');
  if (!assertion) throw new SoapFault('WSMSS02');
  if (!assertion.getAttribute('IssueInstant')) throw new SoapFault('WSMSS03');
  const issuer = children(assertion).find((e) => e.localName === 'Issuer');
  const dn = issuer ? textOf(issuer) : '';
  if (!dn) throw new SoapFault('WSMSS05');
  return dn.replace(/\s*,\s*/g, ',');
}

function balOf(element: Element): DeclaredBal {
  const record = element.parentNode as Element;
  const attributes = Object.fromEntries(children(record).map((e) => [e.localName ?? '', textOf(e)]));
  const type = Object.entries(attributes).find(([name]) => /^typebal$/i.test(name))?.[1] ?? '';
  const address = textOf(element).toLowerCase();
  if (!address) throw new SoapFault('WSMSS12', 'RG_CTR_004, AdresseBAL absente');
  if (!type) throw new SoapFault('WSMSS12', 'RG_CTR_002, TypeBAL absent');
  if (!['PER', 'ORG', 'APP', 'CAB'].includes(type))
    throw new SoapFault('WSMSS12', 'RG_CTR_003, TypeBAL inconnu');
  if (!/^[ON]$/.test(attributes.ListeRouge ?? ''))
    throw new SoapFault('WSMSS12', 'RG_CTR_032, ListeRouge absente');
  return { address, type, attributes };
}

function elements(root: Element): Element[] {
  return [...root.getElementsByTagName('*')];
}

function children(of: Element): Element[] {
  return [...of.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

function textOf(element: Element): string {
  return (element.textContent ?? '').trim();
}
