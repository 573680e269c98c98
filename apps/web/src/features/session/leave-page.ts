/** Longer than signing out takes, the way to the sign-in page of who vouched included. */
const SIGNING_OUT_MS = 30_000;
/** Beyond, a page that is still loading is left all the same. */
const LOADING_MS = 5_000;

let signingOutUntil = 0;

/**
 * Before the session is closed: from now on what finds it over leads nowhere else, for the page is on its way out. What is still loading is
 * waited for, as the answer would be that the session is over.
 */
export async function beginSigningOut(): Promise<void> {
  signingOutUntil = Date.now() + SIGNING_OUT_MS;
  if (document.readyState === 'complete') return;
  await new Promise<void>((resolve) => {
    window.addEventListener('load', () => resolve(), { once: true });
    setTimeout(resolve, LOADING_MS);
  });
}

export function isSigningOut(): boolean {
  return Date.now() < signingOutUntil;
}

/** To the sign-in page, which says that the session is over, and back here afterwards; unless the person is signing out. */
export function leaveExpired(): void {
  if (isSigningOut()) return;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/connexion?${new URLSearchParams({ raison: 'expiree', retour: here })}`);
}
