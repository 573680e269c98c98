/** What JSON may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Readers of what somebody else wrote: a value of another kind is not there. */
export function asObject(value: Json | undefined): { readonly [name: string]: Json } | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })
    : null;
}

export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
