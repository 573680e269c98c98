const LONGEST = 2_000;
const LITERAL = /^\[|^\d+(\.\d+){3}$/;
/** Names that lead nowhere outside (RFC 6761, RFC 6762, RFC 8375), and hosts without a domain. */
const INSIDE = /^[^.]+$|(^|\.)(localhost|local|internal|home\.arpa|test|invalid|onion)$/;

/**
 * The address to call, normalised; null when it may not be one: HTTPS, without a name or password in it, and a host that a name server
 * outside can know. Where private addresses are taken, as in the sandbox, any host will do. What a name leads to is judged at each call.
 */
export function readWebhookUrl(text: string, takesPrivate: boolean): string | null {
  if (text.length > LONGEST || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const host = url.hostname.replace(/\.$/, '');
  if (host === '') return null;
  return takesPrivate || !(LITERAL.test(host) || INSIDE.test(host)) ? url.href : null;
}
