/** What made a token be refused, for our own log; the public answer is always the same. */
export type TokenObjection =
  | 'malformed'
  | 'signature'
  | 'expired'
  | 'notYetValid'
  | 'otherIssuer'
  | 'claims'
  | 'notAnAccessToken'
  | 'notALogoutToken'
  | 'otherAudience'
  | 'acr'
  | 'unknownToPsc'
  | 'identityMismatch'
  | 'identityUnreadable';

/** The token is not one we accept. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(readonly objection: TokenObjection) {
    super(objection);
  }
}

/** Pro Santé Connect did not answer as it should: nothing can be said of the token. */
export class PscUnavailable extends Error {
  override readonly name = 'PscUnavailable';
}
