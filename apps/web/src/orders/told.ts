type Done =
  | {
      readonly __typename: 'Refus';
      readonly message: string;
      readonly messageEn: string;
      readonly path?: readonly string[] | null;
    }
  | { readonly __typename: string };

/** What the browser is told of a decision: that it is done, or the API's sentence in French and in English, with the field at fault. */
export function told(done: Done): Response {
  return 'message' in done
    ? Response.json({ fr: done.message, en: done.messageEn, field: done.path?.at(-1) }, { status: 409 })
    : new Response(null, { status: 204 });
}
