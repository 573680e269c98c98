/** An image carried by the message itself, to be shown in place. */
export interface InlineImage {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Largest inline image, and largest sum of them, in octets: beyond, the reader downloads the attachment. */
export const LARGEST_IMAGE = 512 * 1024;
export const LARGEST_IMAGES = 4 * 1024 * 1024;

// SVG is a document that can hold scripts and is never shown in place.
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function maybeShown(mediaType: string): boolean {
  return SHOWN.has(mediaType.toLowerCase());
}

/** `data:` addresses by Content-ID (no angle brackets, lower case), within the size limits. */
export function inlineImages(images: ReadonlyMap<string, InlineImage>): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  let total = 0;
  for (const [contentId, { mediaType, bytes }] of images) {
    const type = mediaType.toLowerCase();
    if (!maybeShown(type) || bytes.length > LARGEST_IMAGE || total + bytes.length > LARGEST_IMAGES) continue;
    total += bytes.length;
    shown.set(contentId.toLowerCase(), `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return shown;
}
