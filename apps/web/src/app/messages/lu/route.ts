import { z } from 'zod';
import { MarkSeenDocument } from '../../../gql/documents.ts';
import { forPerson } from '../../../session/for-person.ts';

const Mark = z.object({ balId: z.string(), messageId: z.string(), seen: z.boolean() });

/** Marks a message as read once it is on the screen, or as unread when its reader asks. */
export async function POST(request: Request): Promise<Response> {
  const mark = Mark.safeParse(await request.json().catch(() => null));
  if (!mark.success) return new Response(null, { status: 400 });
  return forPerson(
    request,
    MarkSeenDocument,
    mark.data,
    ({ markSeen }) => new Response(null, { status: markSeen.__typename === 'Refus' ? 404 : 204 }),
  );
}
