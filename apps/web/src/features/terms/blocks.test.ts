import { describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.ts';

describe('a text of the operator', () => {
  it('is shown as titles, lists and words', () => {
    expect(blocksOf('## Objet\r\nLe service.\r\n\r\n- un\n- deux\n\n\nFin,\nsur deux lignes.\n')).toEqual([
      { kind: 'title', text: 'Objet' },
      { kind: 'words', text: 'Le service.' },
      { kind: 'list', items: ['un', 'deux'] },
      { kind: 'words', text: 'Fin,\nsur deux lignes.' },
    ]);
  });

  it('is words alone when it is nothing else, whatever is in it', () => {
    expect(blocksOf('<b>gras</b>')).toEqual([{ kind: 'words', text: '<b>gras</b>' }]);
    expect(blocksOf(' \n\n ')).toEqual([]);
    expect(blocksOf('- un\ndeux')).toEqual([{ kind: 'words', text: '- un\ndeux' }]);
  });
});
