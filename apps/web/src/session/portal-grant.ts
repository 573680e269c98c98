/** What the portal keeps of a signed-in person, in the encrypted cookie: never a Pro Santé Connect access token. */
export interface PortalGrant {
  /** Opaque session token of the API. */
  readonly token: string;
  readonly name: string;
  /** Latest end of the session, ISO 8601. */
  readonly expiresAt: string;
  /** Identity token, only to tell Pro Santé Connect whose session to close; null when it would not fit. */
  readonly idToken: string | null;
  /** There when the provider of the person’s structure let them in, and where to go so that it closes its own session. */
  readonly byStructure?: { readonly signOutUrl: string | null };
}

/** Longest identity token kept: beside the rest it must fit in one cookie of 4 096 bytes, once encrypted. */
export const LONGEST_ID_TOKEN = 2000;

declare module 'next-auth' {
  interface User {
    grant?: PortalGrant;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    grant?: PortalGrant;
  }
}
