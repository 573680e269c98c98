import { createHmac } from 'node:crypto';
import type { TenantKeys } from '@cachet/mailstore';
import {
  done,
  type IdNat,
  MAX_RECIPIENTS,
  type MailPath,
  type Outcome,
  parseMailPath,
  parseUuid,
  refused,
  type SendingRequest,
} from '@cachet/mss-core';
import type { LetterInput, RecipientInput } from '../types/letter.js';
import type { Correspondent } from './compose-letter.js';

/** What somebody asks to be written, once read. */
export interface LetterRequest {
  readonly to: readonly Correspondent[];
  readonly cc: readonly Correspondent[];
  readonly bcc: readonly Correspondent[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** Ids of messages of the same BAL. */
  readonly replyTo: string | null;
  readonly forward: string | null;
  readonly uploadIds: readonly string[];
  /** Attachments of messages of the same BAL. */
  readonly parts: readonly AskedPart[];
}

export interface AskedPart {
  readonly messageId: string;
  readonly partId: string;
}

const LONGEST_SUBJECT = 998;
const LONGEST_NAME = 200;
const MOST_UPLOADS = 100;
const MOST_PARTS = 100;

/** Refuses inputInvalid naming the field, addressMalformed, tooManyRecipients, uploadUnknown. */
export function readLetter(input: LetterInput): Outcome<LetterRequest> {
  const { subject, text, html } = input;
  if (subject.length > LONGEST_SUBJECT || hasLines(subject))
    return refused('inputInvalid', { field: 'subject' });
  const to = correspondents(input.to);
  const cc = correspondents(input.cc ?? []);
  const bcc = correspondents(input.bcc ?? []);
  if (!to || !cc || !bcc) return refused('addressMalformed');
  // EX_GBM_4420: 40 recipients for a message.
  if (distinct([...to, ...cc, ...bcc]).size > MAX_RECIPIENTS)
    return refused('tooManyRecipients', { limit: String(MAX_RECIPIENTS) });
  const uploadIds = [...new Set((input.uploadIds ?? []).map(parseUuid))];
  if (uploadIds.length > MOST_UPLOADS) return refused('inputInvalid', { field: 'uploadIds' });
  const parts = (input.attachedParts ?? []).map(({ messageId, partId }) => ({ messageId, partId }));
  if (parts.length > MOST_PARTS) return refused('inputInvalid', { field: 'attachedParts' });
  const known = uploadIds.filter((id) => id !== null);
  if (known.length < uploadIds.length) return refused('uploadUnknown');
  return done({
    ...{ to, cc, bcc, subject, text: text ?? null, html: html ?? null },
    replyTo: input.replyToMessageId ?? null,
    forward: input.forwardedMessageId ?? null,
    uploadIds: known,
    parts,
  });
}

/** Every address once, in the order written. */
export function distinct(people: readonly Correspondent[]): ReadonlySet<MailPath> {
  return new Set(people.map(({ address }) => address.toLowerCase() as MailPath));
}

/** How a letter asked for by that id is known again. Refuses inputInvalid. */
export function sendingRequestOf(
  keys: TenantKeys,
  idNat: IdNat,
  clientMutationId: string,
  asked: unknown,
  uploads: readonly string[],
): Outcome<SendingRequest> {
  if (!/^[\x21-\x7e]{1,100}$/.test(clientMutationId))
    return refused('inputInvalid', { field: 'clientMutationId' });
  return done({
    key: requestKeyOf(keys, idNat, clientMutationId),
    body: macOf(keys, JSON.stringify(asked)),
    uploads,
  });
}

/** An id is its caller's: the same of somebody else is another. */
export function requestKeyOf(keys: TenantKeys, idNat: IdNat, clientMutationId: string): Buffer {
  return macOf(keys, JSON.stringify([idNat, clientMutationId]));
}

/** A draft is what it is, whoever sends it. */
export function draftRequestOf(keys: TenantKeys, id: string): SendingRequest {
  const mac = macOf(keys, `draft ${id.toLowerCase()}`);
  return { key: mac, body: mac, uploads: [] };
}

function macOf(keys: TenantKeys, text: string): Buffer {
  return createHmac('sha256', keys.purposeKey('sending requests')).update(text).digest();
}

/** Null when one of them is no address. */
function correspondents(people: readonly RecipientInput[]): readonly Correspondent[] | null {
  const read = people.map(({ name, address }) => {
    const path = parseMailPath(address.trim());
    return path && { name: (name ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME), address: path };
  });
  return read.every((person) => person !== null) ? read : null;
}

function hasLines(text: string): boolean {
  return /[\r\n\0]/.test(text);
}
