import { describe, expect, it } from 'vitest';
import { parseAddressList } from './address-list.js';

const shown = (raw: string) =>
  parseAddressList(raw, 1000).map(({ name, mailbox, host }) => `${name}|${mailbox}|${host}`);

describe('An address list', () => {
  it.each([
    ['a plain address', 'a@b.fr', ['null|a|b.fr']],
    ['a name', 'Anne Martin <a@b.fr>', ['Anne Martin|a|b.fr']],
    ['a quoted name with separators', '"Martin, \\"A\\"; <x@y>" <a@b.fr>', ['Martin, "A"; <x@y>|a|b.fr']],
    ['several', 'a@b.fr , "C" <c@d.fr>,, e@f.fr', ['null|a|b.fr', 'C|c|d.fr', 'null|e|f.fr']],
    ['a comment for a name', 'a@b.fr (Anne (Dr) Martin)', ['Anne (Dr) Martin|a|b.fr']],
    ['a comment with escapes', 'a@b.fr (Anne \\) \\\\Martin)', ['Anne ) \\Martin|a|b.fr']],
    [
      'domains between brackets',
      'a@[192.0.2.1], b@[IPv6:2001:db8::1]',
      ['null|a|[192.0.2.1]', 'null|b|[IPv6:2001:db8::1]'],
    ],
    [
      'a bracket of a domain never closed',
      'a@[b:c, d@e.fr',
      ['null|a@[b|null', 'null|c|', 'null|d|e.fr', 'null|null|null'],
    ],
    ['dots within quotes', '"a . b"@c.fr', ['null|a . b|c.fr']],
    ['words apart from their dots', 'a . b @ c . fr', ['null|a.b|c.fr']],
    ['comments everywhere', '(x) Anne (y) <a(z)@b.fr> (w)', ['Anne|a|b.fr']],
    ['a source route', '<@r1,@r2:a@b.fr>', ['null|a|b.fr']],
    ['an encoded name kept raw', '=?utf-8?Q?Martin,_Anne?= <a@b.fr>', ['=?utf-8?Q?Martin,_Anne?=|a|b.fr']],
    [
      'neighbouring encoded words',
      '=?utf-8?Q?A?= =?utf-8?Q?B?= <a@b.fr>',
      ['=?utf-8?Q?A?= =?utf-8?Q?B?=|a|b.fr'],
    ],
    ['a quoted local part', '"a b@c"@d.fr', ['null|a b@c|d.fr']],
    [
      'a group',
      'G: a@b.fr, C <c@d.fr>;, e@f.fr',
      ['null|G|null', 'null|a|b.fr', 'C|c|d.fr', 'null|null|null', 'null|e|f.fr'],
    ],
    ['an empty group', 'undisclosed-recipients:;', ['null|undisclosed-recipients|null', 'null|null|null']],
    ['a group never closed', 'G: a@b.fr', ['null|G|null', 'null|a|b.fr', 'null|null|null']],
    ['a word without a host', 'root', ['null|root|']],
    ['an empty path', 'MAILER-DAEMON <>', ['MAILER-DAEMON||']],
    ['a bracket never closed', 'A <a@b.fr', ['A|a|b.fr']],
    ['a quote never closed', '"A <a@b.fr>', ['null|A <a@b.fr>|']],
    ['nothing', ' , (rien)', []],
  ])('reads %s', (_, raw, expected) => {
    expect(shown(raw)).toEqual(expected);
  });

  it('keeps a source route apart', () => {
    expect(parseAddressList('A <@r1.fr,@r2.fr:a@b.fr>, <x:c@d.fr>', 10)).toEqual([
      { name: 'A', route: '@r1.fr,@r2.fr', mailbox: 'a', host: 'b.fr' },
      { name: null, mailbox: 'c', host: 'd.fr' },
    ]);
  });

  it('stops at the limit given', () => {
    expect(parseAddressList('a@b,'.repeat(10), 3)).toHaveLength(3);
  });
});
