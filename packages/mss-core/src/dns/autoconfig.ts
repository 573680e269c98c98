import type { Door, PublicDoors } from './public-doors.js';

/**
 * The settings of a domain as Thunderbird and those who follow it read them (`config-v1.1.xml`), besides the SRV records. No word of
 * it depends on a BAL: the program puts in its own address.
 */
// EX_LPS_0300: the same doors as the SRV records tell, in the same order: Pro Santé Connect first, then certificates.
export function autoconfigXml(domain: string, operatorName: string, doors: PublicDoors): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${escaped(domain)}">
    <domain>${escaped(domain)}</domain>
    <displayName>${escaped(operatorName)}</displayName>
    <displayShortName>MSSanté</displayShortName>
${[
  server('incomingServer', 'imap', doors.imapPsc, BY_TOKEN),
  server('incomingServer', 'imap', doors.imapAuthcli, BY_CERTIFICATE),
  server('outgoingServer', 'smtp', doors.submissionPsc, BY_TOKEN),
  server('outgoingServer', 'smtp', doors.submissionAuthcli, BY_CERTIFICATE),
].join('\n')}
  </emailProvider>
</clientConfig>
`;
}

type Authentication = 'OAuth2' | 'TLS-client-cert' | 'password-cleartext';

const BY_TOKEN: readonly Authentication[] = ['OAuth2'];
// EX_LPS_1200: beside the certificate, AUTH PLAIN is spoken, its password not looked at. A program takes the first that it knows, and
// Thunderbird knows no `TLS-client-cert`: with nothing after it, it would leave these doors out.
const BY_CERTIFICATE: readonly Authentication[] = ['TLS-client-cert', 'password-cleartext'];

// No `oAuth2` part: Pro Santé Connect knows each mail program by an identifier of its own, which only its maker holds.
function server(
  element: 'incomingServer' | 'outgoingServer',
  type: 'imap' | 'smtp',
  { host, port }: Door,
  authentications: readonly Authentication[],
): string {
  return `    <${element} type="${type}">
      <hostname>${escaped(host)}</hostname>
      <port>${port}</port>
      <socketType>STARTTLS</socketType>
${authentications.map((one) => `      <authentication>${one}</authentication>`).join('\n')}
      <username>%EMAILADDRESS%</username>
    </${element}>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
