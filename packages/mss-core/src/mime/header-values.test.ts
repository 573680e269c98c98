import { describe, expect, it } from 'vitest';
import { headerText, headerValues } from './header-values.js';

const header = Buffer.from(
  'Received: by a\r\n\tfor b\r\nX-Note : =?utf-8?Q?d=C3=A9j=C3=A0?=\r\n =?utf-8?Q?_vu?=\r\nreceived: by c\r\nSubject: été\r\n\r\n',
);

describe('A header read for search', () => {
  it('gives every value of a field, unfolded and decoded', () => {
    expect(headerValues(header, 'Received')).toEqual(['by a\tfor b', 'by c']);
    expect(headerValues(header, 'x-note')).toEqual(['déjà vu']);
    expect(headerValues(header, 'X')).toEqual([]);
  });

  it('reads as text, one line for each field', () => {
    expect(headerText(header).split('\n').slice(0, 4)).toEqual([
      'Received: by a\tfor b',
      'X-Note : déjà vu',
      'received: by c',
      'Subject: été',
    ]);
  });
});
