import type { AnnuaireNames, ServiceNames } from '@cachet/mss-core/annuaire';
import { type VihfSpeaker, vihfAssertion } from './vihf.js';
import { element, openTag, text } from './xml-text.js';

const ENVELOPES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
const WSA = 'http://www.w3.org/2005/08/addressing';
const ANONYMOUS = `${WSA}/anonymous`;
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';

/** One call of a service of the Annuaire. */
export interface SoapCall {
  readonly names: AnnuaireNames;
  readonly service: ServiceNames;
  /** Where it goes: told inside too. */
  readonly to: string;
  readonly speaker: VihfSpeaker;
  /** UUID of the message, and of its token. */
  readonly messageId: string;
  readonly tokenId: string;
  readonly at: Date;
}

/** A message as it is sent: its content can be written as often as it is asked for, and is the same each time. */
export interface SoapMessage {
  readonly headers: Readonly<Record<string, string>>;
  content(): Iterable<string>;
}

/** An envelope with its WS-Addressing (table 4) and its token around a body that is written piece by piece. */
// EX_WSA_5050
export function soapMessage(call: SoapCall, body: () => Iterable<string>): SoapMessage {
  const opening = openingOf(call);
  return {
    headers: headersOf(call),
    *content() {
      yield opening;
      yield* body();
      yield '</soap:Body></soap:Envelope>';
    },
  };
}

function openingOf(call: SoapCall): string {
  const { names, service, to, messageId, tokenId, speaker, at } = call;
  const anonymous = element('wsa:Address', {}, ANONYMOUS);
  const header = element(
    'soap:Header',
    { 'xmlns:wsa': WSA },
    element('wsa:Action', {}, text(service.action)),
    element('wsa:MessageID', {}, `urn:uuid:${messageId}`),
    element('wsa:To', {}, text(to)),
    element('wsa:ReplyTo', {}, anonymous),
    names.sendsFaultTo ? element('wsa:FaultTo', {}, anonymous) : '',
    element('wsse:Security', { 'xmlns:wsse': WSSE }, vihfAssertion(speaker, tokenId, at)),
  );
  const envelope = openTag('soap:Envelope', { 'xmlns:soap': ENVELOPES[names.soapVersion] });
  return `<?xml version="1.0" encoding="UTF-8"?>${envelope}${header}<soap:Body>`;
}

// SOAP 1.2 part 2 §6.5.3; SOAP 1.1 §6.1.1.
function headersOf({ names, service }: SoapCall): Readonly<Record<string, string>> {
  return names.soapVersion === '1.2'
    ? { 'content-type': `application/soap+xml; charset=utf-8; action="${service.action}"` }
    : { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${service.action}"` };
}

/** Octets of a message, without holding it. */
export function lengthOf(message: SoapMessage): number {
  let octets = 0;
  for (const part of message.content()) octets += Buffer.byteLength(part);
  return octets;
}
