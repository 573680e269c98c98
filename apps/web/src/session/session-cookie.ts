import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { isSecure, settings } from '../settings/settings.ts';
import type { PortalGrant } from './portal-grant.ts';

/** Browsers keep no longer cookie than 4 096 bytes, its name and attributes included. */
const LONGEST_COOKIE = 3_800;

/** Opens the session of this browser, in the cookie where next-auth would have put it. */
export async function openSessionCookie(grant: PortalGrant): Promise<void> {
  const config = settings();
  const maxAge = config.CACHET_SESSION_MAX / 1000;
  const sealed = (kept: PortalGrant) =>
    encode({ token: { grant: kept }, secret: config.CACHET_WEB_SECRET, maxAge });
  const whole = await sealed(grant);
  // Too long, it forgets where the provider closes its session rather than the session.
  const value =
    whole.length <= LONGEST_COOKIE ? whole : await sealed({ ...grant, byStructure: { signOutUrl: null } });
  const name = `${isSecure(config) ? '__Secure-' : ''}next-auth.session-token`;
  await forgetSession();
  (await cookies()).set({ name, value, maxAge, ...attributes() });
}

/** Forgets the session of this browser, in one cookie or in several. */
export async function forgetSession(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll())
    if (name.includes('next-auth.session-token')) jar.set({ name, value: '', maxAge: 0, ...attributes() });
}

function attributes() {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(settings()) } as const;
}
