/** draft-ietf-httpapi-idempotency-key-header §2.1: a string of structured headers (RFC 8941 §3.3.3); taken bare too, as most programs send it. */
const QUOTED = /^"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"$/;
const BARE = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

/** The idempotency key of a header; null when it is none. */
export function readIdempotencyKey(header: string): string | null {
  const text = header.trim();
  return QUOTED.exec(text)?.[1] ?? (BARE.test(text) ? text : null);
}
