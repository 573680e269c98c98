import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXtext, encodeXtext } from './notification-wishes.js';

describe('xtext (RFC 3461 §4)', () => {
  it('gives back any printable text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...' !+=-~a0A@.'), maxLength: 40 }), (text) => {
        expect(decodeXtext(encodeXtext(text))).toBe(text);
      }),
    );
  });

  it.each(['a=b', 'a b', 'a+', 'a+2', 'a+2b', 'é', 'a+0D+0A', 'a+00', 'a+7F', 'a+E9'])(
    'is not « %s »',
    (text) => {
      expect(decodeXtext(text)).toBeNull();
    },
  );
});
