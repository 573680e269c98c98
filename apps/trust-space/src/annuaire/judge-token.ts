import type { Element } from '@xmldom/xmldom';
import { SoapFault } from './soap-fault.js';
import { children, elements, textOf } from './xml-reading.js';

const HOUR = 3_600_000;

/**
 * Judges the VIHF of a call as table 5 and §9.7.1 have it, against the certificate that opened the connection: the mode is indirect, and an
 * unsigned token is vouched for by that certificate alone. @throws SoapFault
 */
export function judgeToken(root: Element, dn: string, now: Date): void {
  const security = elements(root).find(({ localName }) => localName === 'Security');
  if (!security) throw new SoapFault('WSMSS01');
  const assertion = children(security).find(({ localName }) => localName === 'Assertion');
  if (!assertion) throw new SoapFault('WSMSS02');
  judgeTimes(assertion, now);
  const issuer = textOf(named(assertion, 'Issuer')).replace(/\s*,\s*/g, ',');
  if (!issuer) throw new SoapFault('WSMSS05');
  if (issuer !== dn) throw new SoapFault('WSMSS13');
  if (!textOf(named(assertion, 'NameID'))) throw new SoapFault('WSMSS19');
  judgeAttributes(assertion, dn);
}

// IssueInstant < NotBefore < arrival < NotOnOrAfter, an hour after IssueInstant at most.
function judgeTimes(assertion: Element, now: Date): void {
  const issued = momentOf(assertion, 'IssueInstant', 'WSMSS03', 'WSMSS04');
  if (issued >= now || now.getTime() - issued.getTime() > HOUR) throw new SoapFault('WSMSS04');
  const conditions = named(assertion, 'Conditions');
  if (!conditions) return;
  const from = momentOf(conditions, 'NotBefore', 'WSMSS07', 'WSMSS08');
  if (from >= now || from <= issued) throw new SoapFault('WSMSS08');
  const until = momentOf(conditions, 'NotOnOrAfter', 'WSMSS09', 'WSMSS10');
  if (until <= now) throw new SoapFault('WSMSS10');
}

function momentOf(
  element: Element,
  name: string,
  absent: 'WSMSS03' | 'WSMSS07' | 'WSMSS09',
  wrong: 'WSMSS04' | 'WSMSS08' | 'WSMSS10',
): Date {
  const written = element.getAttribute(name);
  if (!written) throw new SoapFault(absent);
  const moment = new Date(written);
  if (Number.isNaN(moment.getTime())) throw new SoapFault(wrong);
  return moment;
}

function judgeAttributes(assertion: Element, dn: string): void {
  const structure = textOf(attribute(assertion, 'Identifiant_Structure'));
  if (!structure) throw new SoapFault('WSMSS22');
  if (structure !== /(?:^|,)OU=([^,+]+)/.exec(dn)?.[1]) throw new SoapFault('WSMSS14');
  const profile = attribute(assertion, 'Profil_Utilisateur');
  const value = profile && elements(profile).find(({ localName }) => localName === 'Profil_Utilisateur');
  if (!value) throw new SoapFault('WSMSS11');
  const isOperator =
    value.getAttribute('code') === 'OPER' && value.getAttribute('codeSystem') === '1.2.250.1.213.1.9.1.1';
  if (!isOperator) throw new SoapFault('WSMSS21');
}

function attribute(assertion: Element, name: string): Element | undefined {
  return elements(assertion).find(
    (each) => each.localName === 'Attribute' && each.getAttribute('Name') === name,
  );
}

function named(root: Element, name: string): Element | undefined {
  return elements(root).find(({ localName }) => localName === name);
}
