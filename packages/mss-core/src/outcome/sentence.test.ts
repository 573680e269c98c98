import { describe, expect, it } from 'vitest';
import { refused } from './outcome.js';
import { sentence } from './sentence.js';

describe('the public sentence of a refusal', () => {
  it('speaks the language asked, phrases of its detail included', () => {
    const { refusal } = refused('certificateRefused', { reason: 'il a expiré', reasonEn: 'it has expired' });
    expect(sentence(refusal)).toBe('Le certificat présenté n’est pas accepté : il a expiré.');
    expect(sentence(refusal, 'en')).toBe('The presented certificate is not accepted: it has expired.');
  });

  it('uses the one detail for both when it is a name', () => {
    const { refusal } = refused('senderDomainNotListed', { domain: 'x.fr' });
    expect(sentence(refusal, 'en')).toContain('x.fr');
  });

  it('stays on one line whatever a peer put in it', () => {
    const { refusal } = refused('senderDomainNotListed', { domain: 'x.fr\r\n250 OK' });
    expect(sentence(refusal)).toBe(
      'Le domaine émetteur x.fr 250 OK ne figure pas sur la liste blanche MSSanté.',
    );
  });
});
