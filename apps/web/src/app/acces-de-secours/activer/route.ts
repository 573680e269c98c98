import { z } from 'zod';
import type { Shown } from '../../../features/secours/order.ts';
import { qrPath } from '../../../features/secours/qr-path.ts';
import { SecoursEnrolDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

const Wish = z.object({ structureId: z.string() });

/** Prepares an access de secours: what the person is shown once, kept by no cache. */
export async function POST(request: Request): Promise<Response> {
  const wish = Wish.safeParse(await request.json().catch(() => null));
  if (!wish.success) return new Response(null, { status: 400 });
  return forPerson(request, SecoursEnrolDocument, wish.data, ({ done }) => {
    if (done.__typename === 'Refus') return told(done);
    const shown: Shown = { passphrase: done.passphrase, key: done.key, qr: qrPath(done.uri) };
    return Response.json(shown, { headers: { 'cache-control': 'no-store' } });
  });
}
