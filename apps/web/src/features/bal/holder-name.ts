/**
 * Who a delegate acts for, as the box's own description says it: « Docteur Jeanne Moreau, cardiologie » gives the person;
 * a box of a service is named in quotation marks. Without a description, the local part of its address.
 */
export function holderName(bal: {
  readonly kind: string;
  readonly address: string;
  readonly description: string;
}): string {
  const description = bal.description.trim();
  if (!description) return bal.address.slice(0, bal.address.lastIndexOf('@'));
  return bal.kind === 'PERSONAL'
    ? (description.split(',')[0] ?? description).trim()
    : `«\u00a0${description}\u00a0»`;
}
