import { z } from 'zod';
import { ApproveListeBlancheDocument } from '../../../gql/documents.ts';
import { forPerson } from '../../../session/for-person.ts';

const Approval = z.object({ sha256: z.string() });

/** The yes of a person in charge to the list that waits: 204 when it is in force, 409 with the API's sentence when it refuses. */
export async function POST(request: Request): Promise<Response> {
  const approval = Approval.safeParse(await request.json().catch(() => null));
  if (!approval.success) return new Response(null, { status: 400 });
  return forPerson(request, ApproveListeBlancheDocument, approval.data, ({ listeBlancheApprove: answer }) =>
    answer.__typename === 'Refus'
      ? Response.json({ fr: answer.message, en: answer.messageEn }, { status: 409 })
      : new Response(null, { status: 204 }),
  );
}
