/** Why the terms are shown again, as written in their address: `?raison=`. */
export const TERMS_REASONS = {
  case: 'notTicked',
  remplacee: 'changed',
  panne: 'notDone',
} as const;

export type TermsReason = keyof typeof TERMS_REASONS;

/** The page of the terms of use, and where it leads afterwards. */
export function termsPath(returnTo: string, reason?: TermsReason): string {
  const query = new URLSearchParams({
    ...(reason && { raison: reason }),
    ...(returnTo === '/' ? {} : { retour: returnTo }),
  });
  return query.size === 0 ? '/cgu' : `/cgu?${query}`;
}

export function termsReasonOf(text: string | undefined): (typeof TERMS_REASONS)[TermsReason] | null {
  return text && Object.hasOwn(TERMS_REASONS, text) ? TERMS_REASONS[text as TermsReason] : null;
}
