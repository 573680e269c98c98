import { MessageUnkeepable } from '@cachet/mss-core';

/** PostgreSQL's classes for values that it cannot hold and limits of its own (22 and 54). */
const UNHOLDABLE = /^(?:22|54)[0-9A-Z]{3}$/;

/** What only this message does to us is told apart from an outage, which stops the import. @throws MessageUnkeepable, or what was thrown. */
export async function ofTheMessage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    if (!isOfTheMessage(fault)) throw fault;
    throw new MessageUnkeepable('a message could not be received or kept', { cause: fault });
  }
}

function isOfTheMessage(fault: unknown): boolean {
  if (fault instanceof TypeError || fault instanceof RangeError || fault instanceof SyntaxError)
    return !('code' in fault) || String(fault.code).startsWith('ERR_');
  return fault instanceof Error && 'code' in fault && UNHOLDABLE.test(String(fault.code));
}
