import type { Session } from '../session/session.js';
import { tellNews } from '../session/tell-news.js';
import type { Line } from '../wire/line-reader.js';
import { BrokenLiteral } from '../wire/response-writer.js';
import { bad, ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/**
 * RFC 2177: what is committed in the folder is told as it happens, until the client says DONE. Thousands of sessions stand in here:
 * each function that waits for another costs every one of them half a kilobyte.
 */
export const idle = onOpenedBal('IDLE', async (session, _opened, command) => {
  command.arguments.end();
  session.out.line('+ idling');
  await session.out.flush();
  let answer = null as Line | null;
  void session.transport.line().then((line) => {
    answer = line;
    session.news.raise();
  });
  while (!answer && !session.ending) {
    await tellIdling(session);
    await session.news.wait();
  }
  if (session.ending || answer?.kind === 'end') return ok('IDLE ended');
  return answer?.kind === 'line' && answer.text.toUpperCase() === 'DONE'
    ? ok('IDLE completed')
    : bad('Expected DONE');
});

// A database that is away for a moment does not end IDLE: the folder stays stale and the next announcement tries again.
async function tellIdling(session: Session): Promise<void> {
  try {
    await tellNews(session, true);
    await session.out.flush();
  } catch (fault) {
    if (fault instanceof BrokenLiteral) throw fault;
    session.deps.log.warn({ err: fault }, 'an idling session could not look at its folder');
  }
}
