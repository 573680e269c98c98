import { z } from 'zod';
import { ask } from '../../../../api-client/ask.ts';
import { ManagerSignInOffersDocument } from '../../../../gql/documents.ts';
import { isFromPortal, refuseForeignOrigin } from '../../../../security/same-origin.ts';

const Typed = z.object({ email: z.string().max(320) });

/** The structures that take addresses of the domain of this one: nobody is shown any other. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  const typed = Typed.safeParse(await request.json().catch(() => null));
  if (!typed.success) return new Response(null, { status: 400 });
  const answer = await ask(ManagerSignInOffersDocument, typed.data, null);
  if (!answer.ok) return new Response(null, { status: 503 });
  return Response.json({ structures: answer.data.managerSignInOffers });
}
