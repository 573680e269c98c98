/** A description for people reading the schema: French first, then English. Spread into any type-graphql option. */
export function described(french: string, english: string): { readonly description: string } {
  return { description: `${french} / ${english}` };
}

/**
 * The same for an object type. Its plain fields are read straight from the object: no middleware of ours stands in between, and the
 * promise it would cost for each field of a page is not paid.
 */
export function shown(
  french: string,
  english: string,
): { readonly description: string; readonly simpleResolvers: true } {
  return { ...described(french, english), simpleResolvers: true };
}
