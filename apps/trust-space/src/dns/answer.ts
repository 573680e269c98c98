import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
} from 'dns-packet';
import type { Zones } from './zones.js';

const RCODE = { noError: 0, formatError: 1, nameError: 3 };
const UDP_LIMIT = 512;
const TRUNCATED = 1 << 9;
const HEADER_BYTES = 12;
const IS_RESPONSE = 0x80;

/** The answer to one DNS message; null when there is nothing to answer (RFC 1035 §4.1.1: never answer a response). */
export function answer(message: Buffer, zones: Zones): Buffer | null {
  if (message.length < HEADER_BYTES || ((message[2] ?? 0) & IS_RESPONSE) !== 0) return null;
  try {
    return encode(respond(decode(message), zones));
  } catch {
    return encode({ type: 'response', id: message.readUInt16BE(0), flags: RCODE.formatError });
  }
}

/** The same for UDP: what does not fit is cut and marked, so that the client asks again over TCP. */
export function answerOverUdp(message: Buffer, zones: Zones): Buffer | null {
  const whole = answer(message, zones);
  if (!whole || whole.length <= UDP_LIMIT) return whole;
  const { id, flags, questions } = decode(whole);
  return encode({ type: 'response', id, flags: (flags ?? 0) | TRUNCATED, questions });
}

function respond(query: Packet, zones: Zones): Packet {
  const question = query.questions?.[0];
  const head = { type: 'response', id: query.id, questions: query.questions } as const;
  const desired = (query.flags ?? 0) & RECURSION_DESIRED;
  if (!question || query.questions?.length !== 1) return { ...head, flags: desired | RCODE.formatError };
  const flags = AUTHORITATIVE_ANSWER | desired;
  const records = zones.find(question.name);
  if (!records)
    return { ...head, flags: flags | RCODE.nameError, authorities: [zones.authority(question.name)] };
  const answers = followed(records, String(question.type), zones);
  if (answers.length > 0) return { ...head, flags, answers };
  return { ...head, flags, authorities: [zones.authority(question.name)] };
}

/** RFC 1034 §4.3.2: whatever is asked of an alias, the alias is told, and what was asked of the name it stands for. */
function followed(records: readonly Answer[], wanted: string, zones: Zones): Answer[] {
  const asked = records.filter(({ type }) => wanted === 'ANY' || type === wanted);
  const alias = records.find((record) => record.type === 'CNAME');
  if (asked.length > 0 || alias?.type !== 'CNAME') return asked;
  return [alias, ...followed(zones.find(alias.data) ?? [], wanted, zones)];
}
