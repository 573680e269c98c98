import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { returnPath } from '../security/return-path.ts';
import { termsPath } from './terms-path.ts';
import { whoAmI } from './who-am-i.ts';

/** Sends whoever has terms of use to accept before they use their boxes to read them, and back to this page afterwards. */
// EX_DCU_5030: the API refuses content whatever the portal shows; this is where people learn what to do.
export async function requireTerms(): Promise<void> {
  const answer = await whoAmI();
  if (!answer.ok || !answer.data.me.cguToAccept.some(({ inForce }) => inForce)) return;
  redirect(termsPath(returnPath((await headers()).get('x-cachet-path'))));
}
