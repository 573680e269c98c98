import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPECIAL_FOLDER_NAMES } from './folder-name.js';
import { specialFolderNamed } from './special-folder-names.js';

describe('A name other programs give a special folder', () => {
  it.each([
    ['SENT', 'sent'],
    ['Sent Items', 'sent'],
    ['Sent Messages', 'sent'],
    ['INBOX.Sent', 'sent'],
    ['Envoyés', 'sent'],
    ['E\u0301le\u0301ments envoye\u0301s', 'sent'],
    ['Éléments envoyés', 'sent'],
    ['ELEMENTS_ENVOYES', 'sent'],
    ['Brouillons', 'drafts'],
    ['INBOX/Drafts', 'drafts'],
    ['INBOX/TRASH', 'trash'],
    ['INBOX.Trash', 'trash'],
    ['Corbeille', 'trash'],
    ['[Gmail]/Corbeille', 'trash'],
    ['Éléments supprimés', 'trash'],
    ['Deleted Items', 'trash'],
    ['Indésirables', 'junk'],
    ['Spam', 'junk'],
    ['Junk E-mail', 'junk'],
    ['Archives', 'archive'],
    ['Inbox', 'inbox'],
    ['Boîte de réception', 'inbox'],
    ['Patients', null],
    ['Sent/2026', null],
    ['Résultats/Envoyés', null],
    ['INBOX/', null],
    ['INBOX/INBOX/Sent', null],
    ['constructor', null],
    ['', null],
  ])('%j means %s', (name, use) => {
    expect(specialFolderNamed(name)).toBe(use);
  });

  it('is understood for the names that special folders bear here', () => {
    for (const [use, name] of Object.entries(SPECIAL_FOLDER_NAMES))
      expect(specialFolderNamed(name)).toBe(use);
  });

  it('can be any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([null, ...Object.keys(SPECIAL_FOLDER_NAMES)]).toContain(specialFolderNamed(text));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
