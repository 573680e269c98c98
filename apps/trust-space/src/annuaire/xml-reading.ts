import { DOMParser, type Element } from '@xmldom/xmldom';
import { type MessageNames, SOAP_NAMESPACES } from './message-names.js';
import { SoapFault } from './soap-fault.js';

/** The envelope of a call. @throws SoapFault WSMSS12 for anything else. */
export function readEnvelope(xml: string, names: MessageNames): Element {
  if (/<!DOCTYPE/i.test(xml)) throw new SoapFault('WSMSS12', 'DOCTYPE interdit');
  const root = parsed(xml);
  if (root?.localName !== 'Envelope' || root.namespaceURI !== SOAP_NAMESPACES[names.soapVersion])
    throw new SoapFault('WSMSS12', 'enveloppe SOAP absente');
  return root;
}

/** What the body asks, by its name and namespace. */
export function requestIn(root: Element, service: MessageNames['feed']): Element {
  const [request] = children(childNamed(root, 'Body'));
  if (request?.localName !== service.request || request.namespaceURI !== service.namespace)
    throw new SoapFault('WSMSS12', `${service.request} attendu`);
  return request;
}

export function childNamed(of: Element, name: string): Element {
  const found = children(of).find(({ localName }) => localName === name);
  if (!found) throw new SoapFault('WSMSS12', `${name} absent`);
  return found;
}

export function elements(root: Element): Element[] {
  return [...root.getElementsByTagName('*')];
}

export function children(of: Element): Element[] {
  return [...of.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

export function textOf(element: Element | undefined): string {
  return (element?.textContent ?? '').trim();
}

function parsed(xml: string): Element | null {
  try {
    return new DOMParser({ onError: stopAtError }).parseFromString(xml, 'text/xml').documentElement;
  } catch {
    throw new SoapFault('WSMSS12', 'document mal formé');
  }
}

function stopAtError(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}
