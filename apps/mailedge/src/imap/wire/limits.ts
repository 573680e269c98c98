/** What one client may make the server hold, in octets. Raised once it is known who the client is. */
export interface WireLimits {
  readonly lineBytes: number;
  /** All the literals of one command together, those streamed by APPEND apart. */
  readonly literalBytes: number;
}

/** RFC 2971 §3.3: who has not signed in may tell thirty fields of a kilobyte each by ID. */
export const BEFORE_AUTHENTICATION: WireLimits = { lineBytes: 40 * 1024, literalBytes: 8 * 1024 };
export const AFTER_AUTHENTICATION: WireLimits = { lineBytes: 64 * 1024, literalBytes: 64 * 1024 };

/** RFC 7888 §5: LITERAL- allows non-synchronising literals of at most 4096 octets. */
export const NON_SYNC_LITERAL_BYTES = 4096;
/** Parentheses inside parentheses; nothing legitimate comes near. */
export const NESTING_LIMIT = 32;
