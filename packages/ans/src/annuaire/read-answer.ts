import { type AnnuaireNames, readFaultCode } from '@cachet/mss-core/annuaire';
import { ExchangeRefused } from './exchange-objection.js';
import { attachmentOf, rootOf } from './related-parts.js';
import { walkXml } from './walk-xml.js';

/** What the Annuaire answered, as HTTP brought it. */
export interface AnnuaireAnswer {
  readonly contentType: string;
  readonly body: Buffer;
}

/** A foreseen « no » of the Annuaire (§6.3.2.3.4). */
export interface AnnuaireFault {
  readonly kind: 'fault';
  /** `WSMSS06`; what it wrote in its place when it is no such code. */
  readonly code: string;
  readonly reason: string;
}

export type FeedAnswer = { readonly kind: 'ticket'; readonly ticket: string } | AnnuaireFault;
export type ReportAnswer = { readonly kind: 'archive'; readonly archive: Buffer } | AnnuaireFault;

const MAX_ENVELOPE = 1024 * 1024;
/** Base64 of the largest archive that is read. */
const MAX_ARCHIVE_TEXT = 30 * 1024 * 1024;

/** The answer to a feed. @throws ExchangeRefused */
export function readFeedAnswer(answer: AnnuaireAnswer, names: AnnuaireNames): FeedAnswer {
  if (answer.body.length > MAX_ENVELOPE) throw new ExchangeRefused('tooLarge');
  const { fault, values } = readEnvelope(rootOf(answer), [names.ticket], 8192);
  if (fault) return fault;
  const ticket = values.get(names.ticket.toLowerCase()) ?? '';
  // Table 20: fifty characters at most.
  if (!/^[\w.:-]{1,50}$/.test(ticket)) throw new ExchangeRefused('noTicket');
  return { kind: 'ticket', ticket };
}

/** The answer to the asking of a report: the archive beside the message, or inside it. @throws ExchangeRefused */
export function readReportAnswer(answer: AnnuaireAnswer, names: AnnuaireNames): ReportAnswer {
  const { fault, values } = readEnvelope(rootOf(answer), [names.archive], MAX_ARCHIVE_TEXT);
  if (fault) return fault;
  const beside = attachmentOf(answer);
  if (beside) return { kind: 'archive', archive: beside };
  const base64 = (values.get(names.archive.toLowerCase()) ?? '').replace(/\s/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new ExchangeRefused('noArchive');
  return { kind: 'archive', archive: Buffer.from(base64, 'base64') };
}

interface Envelope {
  readonly fault: AnnuaireFault | null;
  readonly values: ReadonlyMap<string, string>;
}

/** Both shapes of a Fault: Code, Subcode and Reason of SOAP 1.2; faultcode and faultstring of SOAP 1.1. */
function readEnvelope(xml: Buffer, wanted: readonly string[], maxText: number): Envelope {
  const path: string[] = [];
  const values = new Map<string, string>();
  const codes: string[] = [];
  let reason = '';
  let isFault = false;
  const keep = new Set(wanted.map((name) => name.toLowerCase()));
  walkXml(
    xml,
    {
      open(name) {
        if (path.length === 0 && name !== 'Envelope') throw new ExchangeRefused('notSoap');
        path.push(name);
        isFault ||= name === 'Fault' && path.at(-2) === 'Body';
      },
      close(name, value) {
        path.pop();
        if (value === null) return;
        if (isFault && (name === 'Value' || name === 'faultcode')) codes.push(value);
        if (isFault && (name === 'Text' || name === 'faultstring')) reason ||= value;
        if (keep.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
      },
    },
    maxText,
  );
  return { fault: isFault ? faultOf(codes, reason) : null, values };
}

function faultOf(codes: readonly string[], reason: string): AnnuaireFault {
  const known = codes.map(readFaultCode).find((code) => code !== null);
  return { kind: 'fault', code: known ?? codes.at(-1)?.slice(0, 60) ?? '', reason: reason.slice(0, 500) };
}
