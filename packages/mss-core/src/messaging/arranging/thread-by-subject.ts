import { bySentTime, type Thread, type Threadable } from './thread.js';

/** RFC 5256 §4 ORDEREDSUBJECT: messages of one base subject, the first sent being answered by all the others. */
export function threadBySubject(messages: readonly Threadable[]): readonly Thread[] {
  const groups = Map.groupBy([...messages].sort(bySentTime), ({ subject }) => subject);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ uid: first.uid, children: others.map(({ uid }) => ({ uid, children: [] })) }] : [],
  );
}
