import { type MailPath, parseMailPath } from '@cachet/mss-core';

/** What stands after MAIL or RCPT. */
export interface PathCommand {
  /** Null for the null reverse-path `<>`. */
  readonly path: MailPath | null;
  /** Keys in capitals; a key without a value holds an empty text. */
  readonly parameters: ReadonlyMap<string, string>;
}

export type PathCommandFault = 'syntax' | 'path' | 'duplicate';

// RFC 5321 §4.1.1.2: no space around the colon; one is taken, for clients that put it there.
const MAIL = /^MAIL FROM: ?<([^<>\p{Cc} ]*)>((?: +[!-~]+)*) *$/iu;
const RCPT = /^RCPT TO: ?<([^<>\p{Cc} ]*)>((?: +[!-~]+)*) *$/iu;
const PARAMETER = /^([A-Z0-9][A-Z0-9-]*)(?:=([!-<>-~]+))?$/i;

/**
 * Reads a MAIL or RCPT line by the grammar of RFC 5321 §4.1.2, on the bytes sent: what is allowed here is what is compared with the
 * liste blanche and what is written on the wire to the next server.
 */
export function readPathCommand(
  verb: 'MAIL' | 'RCPT',
  line: string,
  hostname = '',
): PathCommand | PathCommandFault {
  const match = (verb === 'MAIL' ? MAIL : RCPT).exec(line);
  if (!match) return /^(?:MAIL FROM|RCPT TO):/i.test(line) ? 'path' : 'syntax';
  const parameters = parametersOf(match[2] ?? '');
  if (typeof parameters === 'string') return parameters;
  const text = withDomain(verb, match[1] ?? '', hostname);
  if (verb === 'MAIL' && text === '') return { path: null, parameters };
  const path = parseMailPath(text, verb === 'RCPT' || parameters.has('SMTPUTF8'));
  return path ? { path, parameters } : 'path';
}

// RFC 5321 §4.1.1.3: the postmaster of this server is the one recipient who needs no domain.
function withDomain(verb: 'MAIL' | 'RCPT', text: string, hostname: string): string {
  return verb === 'RCPT' && /^postmaster$/i.test(text) ? `${text}@${hostname}` : text;
}

function parametersOf(text: string): Map<string, string> | PathCommandFault {
  const parameters = new Map<string, string>();
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const match = PARAMETER.exec(word);
    if (!match?.[1]) return 'syntax';
    const key = match[1].toUpperCase();
    if (parameters.has(key)) return 'duplicate';
    parameters.set(key, match[2] ?? '');
  }
  return parameters;
}
