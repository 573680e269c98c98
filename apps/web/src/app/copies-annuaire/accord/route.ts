import { z } from 'zod';
import { DirectoryCopyApproveDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

const Approval = z.object({ sha256: z.string() });

/** The yes of a person in charge to the copy that waits. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const approval = Approval.safeParse(await request.json().catch(() => null));
  if (!approval.success) return new Response(null, { status: 400 });
  return forPerson(request, DirectoryCopyApproveDocument, approval.data, ({ done }) => told(done));
}
