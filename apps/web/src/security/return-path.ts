const NOWHERE = 'http://portal.invalid';

/** A path of the portal to go back to, or `/` when what was given leads anywhere else. */
export function returnPath(text: string | null | undefined): string {
  if (!text?.startsWith('/') || /^\/[/\\]/.test(text) || !URL.canParse(text, NOWHERE)) return '/';
  const url = new URL(text, NOWHERE);
  if (url.origin !== NOWHERE || LEADS_AWAY.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}

// Going back to a route that signs in, signs out or answers no page would trap people.
const LEADS_AWAY = /^\/(\/|api\/|connexion|deconnexion|session\/|pieces-jointes\/|extractions\/)/;
