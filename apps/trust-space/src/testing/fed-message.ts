import { FICTIONAL_NAMES } from './fictional-world.js';

/** What a test changes of a message that is right; null leaves an element out. */
export interface MessageChange {
  readonly issuer?: string | null;
  readonly issuedAt?: Date | null;
  readonly notBefore?: Date | null;
  readonly notOnOrAfter?: Date | null;
  readonly nameId?: string | null;
  readonly structure?: string | null;
  readonly profile?: string | null;
  readonly security?: 'none' | 'empty';
  /** Before the envelope. */
  readonly before?: string;
}

const [feed, report] = [FICTIONAL_NAMES.feed, FICTIONAL_NAMES.report];

/** A mailbox by the names of the fictional table, in their order. */
export function account(values: Readonly<Record<string, string>>, list = ''): string {
  const written = FICTIONAL_NAMES.fields.map(([, name]) => {
    const value = values[name];
    if (value === undefined) return '';
    return name.startsWith('Type') && name !== 'Type'
      ? `<${name} code="${value}"/>`
      : `<${name}>${value}</${name}>`;
  });
  return `<Compte>${written.join('')}${list}</Compte>`;
}

export function feedBody(domain: string, accounts: readonly string[]): string {
  return `<alimenter xmlns="${feed.namespace}"><Part><NomDomaine>${domain}</NomDomaine>${accounts.join('')}</Part></alimenter>`;
}

export function reportBody(ticket: string): string {
  return `<demanderCr xmlns="${report.namespace}"><NumeroTicket>${ticket}</NumeroTicket></demanderCr>`;
}

/** The whole message of who has that DN, now, but for what the test changes. */
export function message(dn: string, body: string, change: MessageChange = {}): string {
  const header = change.security === 'none' ? '' : security(dn, change);
  return `${change.before ?? ''}<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function security(dn: string, change: MessageChange): string {
  const token = change.security === 'empty' ? '' : assertion(dn, change);
  return `<wsse:Security xmlns:wsse="urn:wsse">${token}</wsse:Security>`;
}

function assertion(dn: string, change: MessageChange): string {
  const now = Date.now();
  const moment = (name: string, told: Date | null | undefined, usual: number) =>
    told === null ? '' : ` ${name}="${(told ?? new Date(now + usual)).toISOString()}"`;
  const text = (name: string, told: string | null | undefined, usual: string) =>
    told === null ? '' : `<saml2:${name}>${told ?? usual}</saml2:${name}>`;
  const structure =
    change.structure === null ? '' : attribute('Identifiant_Structure', change.structure ?? ouOf(dn));
  const code = change.profile ?? 'OPER';
  const profile =
    change.profile === null
      ? ''
      : attribute(
          'Profil_Utilisateur',
          `<Profil_Utilisateur code="${code}" codeSystem="1.2.250.1.213.1.9.1.1"/>`,
        );
  return `<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"${moment('IssueInstant', change.issuedAt, -3000)}>
    ${text('Issuer', change.issuer, dn)}<saml2:Subject>${text('NameID', change.nameId, 'cachet')}</saml2:Subject>
    <saml2:Conditions${moment('NotBefore', change.notBefore, -2000)}${moment('NotOnOrAfter', change.notOnOrAfter, 600_000)}/>
    <saml2:AttributeStatement>${structure}${profile}</saml2:AttributeStatement></saml2:Assertion>`;
}

function attribute(name: string, value: string): string {
  return `<saml2:Attribute Name="${name}"><saml2:AttributeValue>${value}</saml2:AttributeValue></saml2:Attribute>`;
}

function ouOf(dn: string): string {
  return /OU=([^,]+)/.exec(dn)?.[1] ?? '';
}
