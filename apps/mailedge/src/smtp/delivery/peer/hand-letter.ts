import type { AttemptVerdict, DeliveryCause, MssAddress } from '@cachet/mss-core';
import {
  type OutgoingLetter,
  type OutgoingRecipient,
  sameVerdict,
  type Verdicts,
} from './outgoing-letter.js';
import { HostUnusable, type PeerSession, type Refused, unusable, wordsOf } from './peer-session.js';
import type { PeerReply } from './reply-reader.js';
import { wireContent } from './wire-content.js';

/**
 * One transaction: MAIL, RCPT, DATA. A verdict for each recipient. Leaves the session ready for the next letter, or its line broken.
 * @throws HostUnusable when the line broke before the letter was whole: nothing of it was taken.
 */
export async function handLetter(session: PeerSession, letter: OutgoingLetter): Promise<Verdicts> {
  session.letters += 1;
  const obstacle = obstacleTo(session, letter);
  if (obstacle) return sameVerdict(letter, obstacle);
  const verdicts = new Map<MssAddress, AttemptVerdict>();
  const taken = await beforeTheDot(session, () => announce(session, letter, verdicts));
  if (!taken) return verdicts;
  await beforeTheDot(session, () => session.line.write(wireContent(letter.open()), session.timeouts.blockMs));
  const outcome = await outcomeOf(session);
  for (const { address } of letter.recipients) if (!verdicts.has(address)) verdicts.set(address, outcome);
  return verdicts;
}

function obstacleTo({ capabilities, peer, tls }: PeerSession, letter: OutgoingLetter): AttemptVerdict | null {
  const fail = (cause: DeliveryCause, text: string) =>
    ({ kind: 'permanent', cause, code: null, text, remoteHost: peer.host, tls }) as const;
  const { maxSize, utf8 } = capabilities;
  if (maxSize !== null && letter.size > maxSize) {
    return fail('largerThanPeerTakes', `${letter.size} octets, the peer takes ${maxSize}`);
  }
  // RFC 6531 §3.2: such an envelope goes only to who announces SMTPUTF8.
  return !utf8 && !isAscii(letter) ? fail('addressNotWritable', 'SMTPUTF8 is not offered') : null;
}

function isAscii({ sender, recipients }: OutgoingLetter): boolean {
  return !/[^ -~]/.test([sender ?? '', ...recipients.map(({ address }) => address)].join(''));
}

/** Whether the content is awaited. Refused recipients have their verdict. */
async function announce(
  session: PeerSession,
  letter: OutgoingLetter,
  verdicts: Map<MssAddress, AttemptVerdict>,
): Promise<boolean> {
  const { line, timeouts, capabilities } = session;
  const commands = [mailCommand(session, letter), ...letter.recipients.map((to) => rcptCommand(session, to))];
  // RFC 2920: one write, then the replies in order.
  if (capabilities.pipelining) line.send(`${[...commands, 'DATA'].join('\r\n')}\r\n`);
  const next = async (command: string, ms: number) => {
    const reply = await (capabilities.pipelining ? line.reply(ms) : line.ask(command, ms));
    if (reply.code === SERVICE_CLOSING) throw new HostUnusable(refusalOf(session, reply, 'peerBusy'));
    return reply;
  };
  const mail = await next(commands[0] ?? '', timeouts.commandMs);
  if (isRefusal(mail)) setAll(letter, verdicts, refusalOf(session, mail, 'messageRejected'));
  if (isRefusal(mail) && !capabilities.pipelining) return giveUp(session);
  for (const [at, { address }] of letter.recipients.entries()) {
    const reply = await next(commands[at + 1] ?? '', timeouts.commandMs);
    if (isRefusal(reply) && !verdicts.has(address))
      verdicts.set(address, refusalOf(session, reply, 'recipientRejected'));
  }
  const isForNobody = verdicts.size === letter.recipients.length;
  if (isForNobody && !capabilities.pipelining) return giveUp(session);
  const data = await next('DATA', timeouts.dataMs);
  if (data.code !== 354) {
    setAll(letter, verdicts, refusalOf(session, data, 'messageRejected'));
    return giveUp(session);
  }
  // RFC 2920 §3.1: a server that takes DATA for nobody gets an empty letter, and refuses it.
  if (isForNobody) await line.ask('.', timeouts.finalMs);
  return !isForNobody;
}

function mailCommand({ capabilities }: PeerSession, letter: OutgoingLetter): string {
  const words = [`MAIL FROM:<${letter.sender ?? ''}>`];
  if (capabilities.size) words.push(`SIZE=${letter.size}`);
  if (capabilities.eightBit) words.push('BODY=8BITMIME');
  if (capabilities.utf8 && !isAscii(letter)) words.push('SMTPUTF8');
  if (capabilities.dsn && letter.ret) words.push(`RET=${letter.ret}`);
  if (capabilities.dsn && letter.envid) words.push(`ENVID=${letter.envid}`);
  return words.join(' ');
}

// RFC 3461 §5.2.1: what the sender asked is passed on as it came.
function rcptCommand({ capabilities }: PeerSession, { address, notify, orcpt }: OutgoingRecipient): string {
  const words = [`RCPT TO:<${address}>`];
  if (capabilities.dsn && notify) words.push(`NOTIFY=${notify.join(',')}`);
  if (capabilities.dsn && orcpt) words.push(`ORCPT=${orcpt}`);
  return words.join(' ');
}

/** Ends a transaction that will carry nothing, so that the session may serve again. */
async function giveUp({ line, timeouts }: PeerSession): Promise<false> {
  await line.ask('RSET', timeouts.commandMs).catch(() => undefined);
  return false;
}

/** RFC 5321 §4.5.4.2, RFC 1047: without a reply to the dot nobody knows; the letter is tried again. */
async function outcomeOf(session: PeerSession): Promise<AttemptVerdict> {
  const { line, peer, timeouts, tls, capabilities } = session;
  try {
    const reply = await line.reply(timeouts.finalMs);
    if (reply.code === SERVICE_CLOSING) line.destroy();
    if (isRefusal(reply)) return refusalOf(session, reply, 'messageRejected');
    const facts = { code: reply.code, text: wordsOf(reply), remoteHost: peer.host, tls };
    return { kind: 'delivered', ...facts, peerReports: capabilities.dsn };
  } catch (fault) {
    return { ...unusable('peerUnreachable', peer, fault instanceof Error ? fault.message : '').verdict, tls };
  }
}

async function beforeTheDot<T>({ line, peer }: PeerSession, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (fault) {
    // Half a letter is no letter: without its dot the peer forgets it.
    line.destroy();
    if (fault instanceof HostUnusable) throw fault;
    throw unusable('peerUnreachable', peer, fault instanceof Error ? fault.message : 'connection lost');
  }
}

function isRefusal({ code }: PeerReply): boolean {
  return code < 200 || code > 299;
}

function setAll(
  letter: OutgoingLetter,
  verdicts: Map<MssAddress, AttemptVerdict>,
  verdict: AttemptVerdict,
): void {
  for (const { address } of letter.recipients) if (!verdicts.has(address)) verdicts.set(address, verdict);
}

const SERVICE_CLOSING = 421;
const TOO_MANY_RECIPIENTS = 552;

/** RFC 5321 §4.2.1: a 5yz is for good, a 4yz may pass; §4.5.3.1.10: a 552 to RCPT is one recipient too many, which may pass. */
function refusalOf(session: PeerSession, reply: PeerReply, cause: DeliveryCause): Refused {
  const { peer, tls } = session;
  const facts = { code: reply.code, text: wordsOf(reply), remoteHost: peer.host, tls };
  const isTooMany =
    reply.code === TOO_MANY_RECIPIENTS && cause === 'recipientRejected' && !/^5\.2\.2\b/.test(facts.text);
  if (reply.code >= 500 && !isTooMany) return { kind: 'permanent', cause, ...facts };
  return { kind: 'temporary', cause: 'peerBusy', ...facts };
}
