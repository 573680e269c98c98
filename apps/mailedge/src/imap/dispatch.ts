import { LetterInDoubt, StoreUnavailable } from '@cachet/mailstore';
import { isOutage } from '@cachet/schema';
import { bad, type Completion, no, tagged } from './commands/completion.js';
import type { CommandHandler } from './commands/handler.js';
import { UnusableName } from './commands/mailbox-name.js';
import type { Session } from './session/session.js';
import { tellNews } from './session/tell-news.js';
import type { Command } from './wire/command-reader.js';
import { SyntaxProblem } from './wire/cursor.js';
import { BrokenLiteral } from './wire/response-writer.js';

/** Runs one command and writes its answer. Throws when the connection is broken, or when nobody can tell what the answer is. */
export async function dispatch(
  session: Session,
  table: ReadonlyMap<string, CommandHandler>,
  command: Command,
): Promise<Completion> {
  const handler = table.get(command.name);
  let completion = bad('Unknown command');
  try {
    if (handler) {
      completion = await handler.run(session, command);
      // After BYE nothing speaks of the folder any more (RFC 3501 §3.4).
      if (session.ending === null) await tellAfter(session, !handler.holdsExpunges);
    }
  } catch (fault) {
    completion = completionOf(session, command.name, fault);
  }
  // A session about to close answers only the command that closes it.
  if (session.ending === null || command.name === 'LOGOUT') session.out.line(tagged(command.tag, completion));
  return completion;
}

function completionOf(session: Session, command: string, fault: unknown): Completion {
  if (fault instanceof SyntaxProblem) return bad(fault.message);
  if (fault instanceof UnusableName) return no(fault.message, 'CANNOT');
  if (fault instanceof BrokenLiteral || fault instanceof LetterInDoubt) throw fault;
  return answerFault(session, command, fault);
}

// What the command did is done: that its folder could not be looked at again does not make it a failure.
async function tellAfter(session: Session, mayExpunge: boolean): Promise<void> {
  try {
    await tellNews(session, mayExpunge);
  } catch (fault) {
    if (fault instanceof BrokenLiteral) throw fault;
    session.deps.log.warn({ err: fault }, 'a session could not look at its folder');
  }
}

/** A surprise: told whole to the log, neutrally to the client, with the reference that joins the two. */
function answerFault(session: Session, command: string, fault: unknown): Completion {
  const reference = session.deps.newId();
  session.deps.log.error({ err: fault, command, correlationId: reference }, 'an IMAP command failed');
  if (fault instanceof StoreUnavailable || isOutage(fault))
    return no('The service is not available for the moment', 'UNAVAILABLE');
  return no(`Internal error, reference ${reference}`, 'SERVERBUG');
}
