/** A description for people reading the schema: French first, then English. Spread into any type-graphql option. */
export function described(french: string, english: string): { readonly description: string } {
  return { description: `${french} / ${english}` };
}
