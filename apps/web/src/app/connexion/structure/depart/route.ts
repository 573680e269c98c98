import { z } from 'zod';
import { ask } from '../../../../api-client/ask.ts';
import { ManagerSignInStartDocument } from '../../../../gql/documents.ts';
import { told } from '../../../../orders/told.ts';
import { returnPath } from '../../../../security/return-path.ts';
import { isFromPortal, refuseForeignOrigin } from '../../../../security/same-origin.ts';
import { keepBinding } from '../../../../session/structure-binding.ts';

const Wish = z.object({ structureId: z.string().max(64), returnTo: z.string().max(500) });

/** Begins a sign-in by the provider of a structure: answers where to go, and binds the way back to this browser. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  const wish = Wish.safeParse(await request.json().catch(() => null));
  if (!wish.success) return new Response(null, { status: 400 });
  const { structureId, returnTo } = wish.data;
  const answer = await ask(ManagerSignInStartDocument, { structureId, returnTo: returnPath(returnTo) }, null);
  if (!answer.ok) return new Response(null, { status: 503 });
  const { done } = answer.data;
  if (done.__typename === 'Refus') return told(done);
  await keepBinding(done.binding);
  return Response.json({ url: done.url });
}
