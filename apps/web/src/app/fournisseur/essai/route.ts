import { Try } from '../../../features/managers/order.ts';
import { IdentityProviderTestDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** Tries a provider and changes nothing: what it showed, or the refusal’s sentence in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const wanted = Try.safeParse(await request.json().catch(() => null));
  if (!wanted.success) return new Response(null, { status: 400 });
  const { structureId, provider } = wanted.data;
  return forPerson(request, IdentityProviderTestDocument, { structureId, input: provider }, ({ done }) =>
    done.__typename === 'Refus' ? told(done) : Response.json(done),
  );
}
