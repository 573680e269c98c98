import { describe, expect, it } from 'vitest';
import { readQuestion } from './read-question.ts';

describe('what is typed in the explorer', () => {
  it('is one operation and its variables; a subscription is followed', () => {
    expect(readQuestion('{ me { name } }', '')).toMatchObject({ ok: true, variables: {}, isFollowed: false });
    const asked = readQuestion(
      'subscription E($id: ID!) { events(structureId: $id) { cursor } }',
      '{"id":"x"}',
    );
    expect(asked).toMatchObject({ ok: true, variables: { id: 'x' }, isFollowed: true });
  });

  it('is said to be unreadable where it is', () => {
    expect(readQuestion('{ me {', '')).toEqual({ ok: false, at: 'operation', detail: '1:7' });
    expect(readQuestion('query A { me { name } } query B { me { name } }', '')).toMatchObject({
      at: 'several',
    });
    for (const variables of ['[1]', 'null', '{', '1'])
      expect(readQuestion('{ me { name } }', variables)).toMatchObject({ ok: false, at: 'variables' });
  });
});
