import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { REFUSALS, type Refusal, type RefusalCode, sentence } from '@cachet/mss-core';
import type { RequestHandler, Response } from 'express';
import type { Container } from '../container.js';
import type { OpenedAttachment } from '../reads/mail-reads.js';
import { attachmentName } from '../reads/show-attachments.js';
import { contextOfLink } from './link-bearer.js';

interface Params {
  balId: string;
  messageId: string;
  partId: string;
}

/**
 * `GET /attachments/<bal>/<message>/<part>`: the part decoded, as a file to save and never as a page to show. The caller shows a session,
 * or the `ticket` of a link that the session was given.
 */
export function attachmentRoute(container: Container): RequestHandler<Params> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfLink(container, request, ({ attachmentLinks }, ticket) =>
      attachmentLinks.honours(request.params, ticket),
    );
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const { balId, messageId, partId } = request.params;
    const opened = await desks.mail.openAttachment(balId, messageId, partId);
    if (!opened.ok) return refuse(response, opened.refusal);
    await send(response, opened.value);
  };
}

async function send(response: Response, { attachment, bytes }: OpenedAttachment): Promise<void> {
  response.set({
    'content-type': 'application/octet-stream',
    'content-disposition': saveAs(attachmentName(attachment)),
    'cache-control': 'no-store',
  });
  // The reader may go away at any moment: nothing is left to do then.
  await pipeline(Readable.from(bytes), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** RFC 6266 §4.1, RFC 8187: a plain name for old readers, the whole name in UTF-8. Neither can hold a line or a quote. */
export function saveAs(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._ -]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

const STATUS: Partial<Record<RefusalCode, number>> = {
  authenticationRequired: 401,
  notFound: 404,
  fileTooLarge: 413,
  tooManyRows: 422,
  csvUnreadable: 422,
  csvMalformed: 422,
  csvColumnUnknown: 422,
  csvColumnTwice: 422,
  csvColumnMissing: 422,
  csvEmpty: 422,
  messageTooLarge: 413,
  limitReached: 429,
  inputInvalid: 400,
};

export function refuse(response: Response, refusal: Refusal): void {
  const status = STATUS[refusal.code] ?? 403;
  response.status(status).json({
    code: refusal.code,
    message: sentence(refusal, 'fr'),
    messageEn: sentence(refusal, 'en'),
    retryable: !REFUSALS[refusal.code].permanent,
  });
}
