import { cookies } from 'next/headers';
import { isSecure, settings } from '../settings/settings.ts';

const NAME = 'cachet-structure';
const PATH = '/connexion/structure';
/** As long as the API waits for the answer. */
const SECONDS = 600;

/** Keeps in this browser the value without which nobody comes back from the provider of a structure. */
export async function keepBinding(value: string): Promise<void> {
  (await cookies()).set({ name: NAME, value, maxAge: SECONDS, ...attributes() });
}

/** That value, forgotten from now on. */
export async function takeBinding(): Promise<string | null> {
  const jar = await cookies();
  const value = jar.get(NAME)?.value ?? null;
  jar.set({ name: NAME, value: '', maxAge: 0, ...attributes() });
  return value;
}

function attributes() {
  // Lax: the provider sends the browser back from another site.
  return { path: PATH, httpOnly: true, sameSite: 'lax', secure: isSecure(settings()) } as const;
}
