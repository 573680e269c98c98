import { AcceptTermsDocument } from '../../../gql/documents.ts';
import { returnPath } from '../../../security/return-path.ts';
import { forPerson } from '../../../session/for-person.ts';
import { termsPath } from '../../../session/terms-path.ts';

/** Keeps the acceptance of the terms that were read, then goes on where the person was. A page waits for the answer, not a script. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const versionId = textOf(form, 'version');
  const back = returnPath(textOf(form, 'retour'));
  if (textOf(form, 'accepte') !== 'oui') return seeOther(termsPath(back, 'case'));
  const answer = await forPerson(request, AcceptTermsDocument, { versionId }, ({ done }) =>
    seeOther(done.__typename === 'Refus' ? termsPath(back, 'remplacee') : back),
  );
  // A session that is over leads to the sign-in page from there, and back.
  if (answer.status === 401) return seeOther(back);
  return answer.status >= 500 ? seeOther(termsPath(back, 'panne')) : answer;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
