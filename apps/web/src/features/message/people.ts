export interface Correspondent {
  readonly name: string | null;
  readonly address: string;
}

/** How a correspondent is called in a list: by name, or by address without one. */
export function shortName({ name, address }: Correspondent): string {
  return name?.trim() || address;
}

/** Several correspondents on one line; empty when there is none. */
export function shortNames(people: readonly Correspondent[]): string {
  return people.map(shortName).join(', ');
}

/** Two letters for a sender's disc: initials of the name, else of the address. Never anything but letters and digits. */
export function initials({ name, address }: Correspondent): string {
  const words = (name?.replace(/\b(Dr|Pr|Docteur|Professeur|Mme|M)\b\.?/g, '') || address.split('@')[0] || '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
