import { type Attachment, openAttachment, readableBody } from '@cachet/mailstore';
import type { MessageStructure } from '@cachet/mss-core';
import type { MessageBodyType } from '../types/message.js';
import {
  type InlineImage,
  inlineImages,
  LARGEST_IMAGE,
  LARGEST_IMAGES,
  maybeShown,
} from './inline-images.js';
import type { OpenRange } from './ranges.js';
import { safeHtml } from './safe-html.js';

const CID = /\bcid:([^"'\s>]{1,250})/gi;

/** The letter as the portal shows it: text, and its page made harmless with the images the message carries. */
export async function bodyOf(structure: MessageStructure, open: OpenRange): Promise<MessageBodyType> {
  const { text, html, truncated, attachments } = await readableBody(structure, open);
  if (html === null) return { text, html, truncated, remoteContentRemoved: false };
  const images = inlineImages(await readImages(structure, attachments, html, open));
  const safe = safeHtml(html, images);
  return {
    text,
    html: safe.html,
    truncated: truncated || safe.html === null,
    remoteContentRemoved: safe.remoteContentRemoved,
  };
}

/** The images the page names, by Content-ID; those too large are left to be downloaded. */
async function readImages(
  structure: MessageStructure,
  attachments: readonly Attachment[],
  html: string,
  open: OpenRange,
): Promise<ReadonlyMap<string, InlineImage>> {
  const named = new Set([...html.matchAll(CID)].map(([, contentId = '']) => contentId.toLowerCase()));
  const images = new Map<string, InlineImage>();
  let room = LARGEST_IMAGES;
  for (const { contentId, mediaType, partId, size } of attachments) {
    if (!contentId || !named.has(contentId.toLowerCase()) || !maybeShown(mediaType)) continue;
    if (size > LARGEST_IMAGE || size > room) continue;
    const opened = openAttachment(structure, partId, open);
    if (!opened) continue;
    const bytes = await wholeOf(opened.bytes, Math.min(LARGEST_IMAGE, room));
    if (!bytes) continue;
    room -= bytes.length;
    images.set(contentId, { mediaType, bytes });
  }
  return images;
}

/** Null beyond the limit, whatever size was announced. */
async function wholeOf(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > limit) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
