import { humanText } from '../wire/text.js';

/** How a command ends. `code` is an RFC 5530 response code or one of the command's own, without its brackets. */
export interface Completion {
  readonly status: 'OK' | 'NO' | 'BAD';
  readonly code: string | null;
  readonly text: string;
}

export function ok(text: string, code: string | null = null): Completion {
  return { status: 'OK', code, text };
}

export function no(text: string, code: string | null = null): Completion {
  return { status: 'NO', code, text };
}

export function bad(text: string, code: string | null = null): Completion {
  return { status: 'BAD', code, text };
}

/** The tagged line that ends a command. */
export function tagged(tag: string, { status, code, text }: Completion): string {
  return `${tag} ${status} ${code === null ? '' : `[${code}] `}${humanText(text)}`;
}
