import { describe, expect, it } from 'vitest';
import { en } from '../../texts/en.ts';
import { fr } from '../../texts/fr.ts';
import { folderName, inUsualOrder, type OpenFolder } from './bal-folders.ts';

const folder = (name: string, specialUse: OpenFolder['specialUse'] = null): OpenFolder => ({
  id: name,
  name,
  specialUse,
  total: 0,
  unread: 0,
});

describe('the folders of a box', () => {
  it('bear the name of the language read, or the one their owner gave', () => {
    expect(folderName(folder('INBOX', 'INBOX'), fr)).toBe('Réception');
    expect(folderName(folder('Sent', 'SENT'), en)).toBe('Sent');
    expect(folderName(folder('Études/Cliniques'), en)).toBe('Études › Cliniques');
  });

  it('come in the usual order, then by name', () => {
    const folders = [folder('Zona'), folder('Trash', 'TRASH'), folder('Études'), folder('INBOX', 'INBOX')];
    expect(inUsualOrder(folders).map(({ name }) => name)).toEqual(['INBOX', 'Trash', 'Études', 'Zona']);
  });
});
