import { Client } from 'pg';
import { vi } from 'vitest';

/** The texts of the statements sent to the database meanwhile, those that open, place and close transactions left out. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const spy = vi.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.flatMap(([first]) => textsOf(first)).filter(isQuestion);
  } finally {
    spy.mockRestore();
  }
}

/** Statements that leave together are one query of the library, its text theirs. */
function textsOf(query: unknown): readonly string[] {
  if (typeof query === 'string') return [query];
  return typeof query === 'object' && query !== null && 'text' in query
    ? String(query.text).split(';\n')
    : [];
}

const isQuestion = (text: string) =>
  !/^\s*(?:begin|commit|rollback|start transaction)|set_config|^listen|^select$/i.test(text);
