/**
 * The document shown in the frame of an HTML message. The API has already sanitised `html`; here nothing may run, load or
 * navigate even if something hostile is left: no script source exists, images are the ones inside the message, links open
 * apart without telling where they come from. The frame itself is sandboxed, without scripts and without our origin.
 */
export function framedMail(html: string): string {
  return [
    '<!doctype html><html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta http-equiv="x-dns-prefetch-control" content="off">',
    '<meta name="referrer" content="no-referrer"><base target="_blank"></head>',
    `<body style="${PAPER}">${html.replace(DOCUMENT_TAG, '&lt;')}</body></html>`,
  ].join('');
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'";

// Before a policy is asked, `preconnect` and nested frames already open a connection: a stranger would know that the letter is read.
const DOCUMENT_TAG = /<(?=\/?(?:link|meta|base|i?frame|frameset|object|embed)\b)/gi;

// The body of a message stays on white paper in every theme: its author chose colours for that.
const PAPER =
  'margin:16px;background:#fff;color:#1b2326;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;color-scheme:light';

const CHARACTERS_PER_LINE = 85;
const BLOCK = /<(?:p|div|li|tr|br|h[1-6]|blockquote|hr)\b/gi;
const TAG = /<[^>]*>/g;

/** A height, in rem, that shows most messages whole: a frame without our origin cannot be measured. It can be resized. */
export function frameHeight(html: string): number {
  const blocks = html.match(BLOCK)?.length ?? 0;
  const lines = html.replace(TAG, '').length / CHARACTERS_PER_LINE + blocks;
  return Math.round(Math.min(56, Math.max(14, 4 + lines * 1.9)));
}
