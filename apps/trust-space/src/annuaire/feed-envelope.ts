import type { Element } from '@xmldom/xmldom';
import type { MessageNames } from './message-names.js';
import { SoapFault } from './soap-fault.js';
import { childNamed, children, requestIn, textOf } from './xml-reading.js';

/** A mailbox as it was declared: its values by the names that the text gives them, the address in lower case. */
export interface DeclaredBal {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly coholders: readonly Readonly<Record<string, string>>[];
}

/** What one domain is to hold from the next night on. */
export interface DomainFeed {
  readonly domain: string;
  readonly bals: readonly DeclaredBal[];
}

/** Longest values of tables 14 to 16. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ AdresseBAL: 256, IdentifiantPP: 256, IdentifiantPM: 32, NomExercice: 80, PrenomExercice: 50 },
  ...{ ServiceRattachement: 160, Responsable: 160, Description: 160 },
};

/**
 * Reads the body of a feed by the table of names, as a schema would: known elements, in order, none too long, each with what table 57 asks.
 * @throws SoapFault WSMSS12, completed by the control that failed.
 */
export function readFeed(root: Element, names: MessageNames): readonly DomainFeed[] {
  const parts = children(requestIn(root, names.feed));
  if (parts.length === 0) throw new SoapFault('WSMSS12', 'RG_CTR_000, domaine absent');
  return parts.map((part) => {
    if (part.localName !== names.domainPart) throw new SoapFault('WSMSS12', `${names.domainPart} attendu`);
    const domain = textOf(childNamed(part, names.domain)).toLowerCase();
    if (!domain || domain.length > 255) throw new SoapFault('WSMSS12', 'RG_CTR_000, domaine absent');
    const [, ...accounts] = children(part);
    return { domain, bals: accounts.map((account) => balOf(account, names)) };
  });
}

function balOf(account: Element, names: MessageNames): DeclaredBal {
  if (account.localName !== names.account) throw new SoapFault('WSMSS12', `${names.account} attendu`);
  const list = children(account).filter(({ localName }) => localName === names.coholders);
  const own = children(account).filter(({ localName }) => localName !== names.coholders);
  const attributes = valuesOf(own, names.fields, names);
  const coholders = list.flatMap(children).map((each) => {
    if (each.localName !== names.coholder) throw new SoapFault('WSMSS12', `${names.coholder} attendu`);
    return valuesOf(children(each), names.coholderFields, names);
  });
  judge(attributes);
  const { AdresseBAL: address = '', TypeBAL: type = '' } = attributes;
  return { address: address.toLowerCase(), type, attributes, coholders };
}

function valuesOf(
  found: readonly Element[],
  fields: MessageNames['fields'],
  names: MessageNames,
): Readonly<Record<string, string>> {
  const order = fields.map(([, name]) => name);
  const places = found.map(({ localName }) => order.indexOf(localName ?? ''));
  if (places.some((place, index) => place < 0 || place <= (places[index - 1] ?? -1)))
    throw new SoapFault('WSMSS12', 'élément inattendu');
  return Object.fromEntries(
    found.map((element, index) => [
      canonical(fields[places[index] ?? 0]?.[0] ?? ''),
      names.codedAs === 'attributes' && element.getAttribute('code')
        ? (element.getAttribute('code') ?? '')
        : textOf(element),
    ]),
  );
}

/** Tables 14 to 16 begin their names with a capital, and write BAL in capitals. */
function canonical(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`.replace(/Bal$/, 'BAL');
}

// Table 57.
function judge(values: Readonly<Record<string, string>>): void {
  const refuse = (rule: string, what: string) => {
    throw new SoapFault('WSMSS12', `${rule}, ${what}`);
  };
  const { TypeBAL: type = '', AdresseBAL: address = '', TypeIdentifiantPP: pp = '' } = values;
  const { TypeIdentifiantPM: pm = '', ListeRouge: red = '' } = values;
  if (!type) refuse('RG_CTR_002', 'TypeBAL absent');
  if (!['PER', 'ORG', 'APP', 'CAB'].includes(type)) refuse('RG_CTR_003', 'TypeBAL inconnu');
  if (!address) refuse('RG_CTR_004', 'AdresseBAL absente');
  if (address.length > 256) refuse('RG_CTR_046', 'AdresseBAL trop longue');
  if (type === 'PER' && pp && !/^(?:[0-689]|10|30)$/.test(pp))
    refuse('RG_CTR_006', 'TypeIdentifiantPP inconnu');
  const needsStructure = type === 'ORG' || type === 'APP' || pp === '10';
  if (needsStructure && pm && !/^[123]$/.test(pm)) refuse('RG_CTR_015', 'TypeIdentifiantPM non admis');
  if (!/^[ON]$/.test(red)) refuse('RG_CTR_032', 'ListeRouge absente');
  const long = Object.entries(LENGTHS).find(([name, most]) => (values[name] ?? '').length > most);
  if (long) refuse(long[0], 'valeur trop longue');
}
