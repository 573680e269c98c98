import type { Session } from '../session/session.js';
import { synchronise } from '../session/synchronise.js';
import type { Line } from '../wire/line-reader.js';
import { bad, ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/** RFC 2177: what is committed in the folder is told as it happens, until the client says DONE. */
export const idle = onOpenedBal('IDLE', async (session, _opened, command) => {
  command.arguments.end();
  session.out.line('+ idling');
  await session.out.flush();
  const line = await untilAnswered(session);
  if (session.ending || line?.kind === 'end') return ok('IDLE ended');
  return line?.kind === 'line' && line.text.toUpperCase() === 'DONE'
    ? ok('IDLE completed')
    : bad('Expected DONE');
});

async function untilAnswered(session: Session): Promise<Line | null> {
  let answered: Line | null = null;
  void session.transport.line().then((line) => {
    answered = line;
    session.news.raise();
  });
  while (!answered && !session.ending) {
    await tellNews(session);
    await session.news.wait();
  }
  return answered;
}

// A database that is away for a moment does not end IDLE: the folder stays stale and the next announcement tries again.
async function tellNews(session: Session): Promise<void> {
  try {
    await synchronise(session, true);
    await session.out.flush();
  } catch (fault) {
    session.deps.log.warn({ err: fault }, 'an idling session could not look at its folder');
  }
}
