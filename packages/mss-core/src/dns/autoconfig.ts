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
  server('incomingServer', 'imap', doors.imapPsc, 'OAuth2'),
  server('incomingServer', 'imap', doors.imapAuthcli, 'TLS-client-cert'),
  server('outgoingServer', 'smtp', doors.submissionPsc, 'OAuth2'),
  server('outgoingServer', 'smtp', doors.submissionAuthcli, 'TLS-client-cert'),
].join('\n')}
  </emailProvider>
</clientConfig>
`;
}

// No `oAuth2` part: Pro Santé Connect knows each mail program by an identifier of its own, which only its maker holds.
function server(
  element: 'incomingServer' | 'outgoingServer',
  type: 'imap' | 'smtp',
  { host, port }: Door,
  authentication: 'OAuth2' | 'TLS-client-cert',
): string {
  return `    <${element} type="${type}">
      <hostname>${escaped(host)}</hostname>
      <port>${port}</port>
      <socketType>STARTTLS</socketType>
      <authentication>${authentication}</authentication>
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
