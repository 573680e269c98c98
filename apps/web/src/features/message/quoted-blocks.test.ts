import { expect, it } from 'vitest';
import { quotedBlocks } from './quoted-blocks.ts';

it('sets apart what a letter quotes, and keeps its lines', () => {
  const letter =
    'Bonjour,\r\n\r\nMerci.\r\n\r\n> Le 18 nov., vous écriviez :\r\n> Merci de votre avis.\r\n\r\nÀ bientôt';
  expect(quotedBlocks(letter)).toEqual([
    { isQuote: false, text: 'Bonjour,\n\nMerci.', start: 0 },
    { isQuote: true, text: 'Le 18 nov., vous écriviez :\nMerci de votre avis.', start: 4 },
    { isQuote: false, text: 'À bientôt', start: 6 },
  ]);
  expect(quotedBlocks('')).toEqual([]);
});
