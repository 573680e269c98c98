/** Why the sign-in page is shown, as written in its address: `?raison=`. */
export const REASONS = {
  expiree: 'expired',
  fermee: 'signedOut',
  psc: 'pscUnavailable',
  inconnu: 'unknown',
  niveau: 'acr',
  interrompue: 'interrupted',
  indisponible: 'apiUnavailable',
  structure: 'structureUnavailable',
  compte: 'accountRefused',
  role: 'noRole',
} as const;

export type Reason = keyof typeof REASONS;
export type Notice = (typeof REASONS)[Reason];

/** The notice to show: ours, or the nearest to what next-auth says in `?error=`. */
export function noticeOf(reason: string | undefined, nextAuthError: string | undefined): Notice | null {
  if (reason && Object.hasOwn(REASONS, reason)) return REASONS[reason as Reason];
  if (!nextAuthError) return null;
  return nextAuthError === 'OAuthSignin' ? 'pscUnavailable' : 'interrupted';
}

export function signInPath(reason: Reason, returnTo?: string): string {
  const query = new URLSearchParams({
    raison: reason,
    ...(returnTo && returnTo !== '/' ? { retour: returnTo } : {}),
  });
  return `/connexion?${query}`;
}
