/**
 * The headers of a downloaded attachment. It is always bytes to save, whatever type its sender declared, so that no
 * browser ever opens it as a page of the portal; its name goes on as the API wrote it (RFC 6266).
 */
export function attachmentHeaders(fromApi: Pick<Headers, 'get'>): Headers {
  const disposition = fromApi.get('content-disposition') ?? '';
  const length = fromApi.get('content-length');
  const headers = new Headers({
    'content-type': 'application/octet-stream',
    'content-disposition': /^attachment(;|$)/i.test(disposition) ? disposition : 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  if (length && /^\d+$/.test(length)) headers.set('content-length', length);
  return headers;
}
