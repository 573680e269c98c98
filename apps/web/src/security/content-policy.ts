/**
 * The content security policy of a page. Scripts run only with this answer's nonce. Style attributes stay allowed: an HTML
 * message, shown in a frame without scripts, inherits this policy and carries nothing but style attributes.
 */
export function contentPolicy(nonce: string, apiWsUrl: string, isDevelopment: boolean): string {
  const development = isDevelopment ? " 'unsafe-eval'" : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${new URL(apiWsUrl).origin}`,
    "frame-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
