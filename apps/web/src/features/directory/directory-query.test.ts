import { describe, expect, it } from 'vitest';
import { holds, isPrecise, readCriteria, stateOf } from './directory-query.ts';

describe('the page of the directory', () => {
  it('reads its criteria from its address, each told once', () => {
    const criteria = readCriteria({ texte: '  moreau ', ville: ['a', 'b'], inconnu: 'x' });
    expect(criteria).toMatchObject({ text: 'moreau', town: null, name: null });
    expect([stateOf(criteria), isPrecise(criteria)]).toEqual(['asked', false]);
    expect(isPrecise(readCriteria({ nom: 'moreau' }))).toBe(true);
  });

  it('asks for nothing that would find everybody', () => {
    expect(stateOf(readCriteria({}))).toBe('nothing');
    expect(stateOf(readCriteria({ texte: '*' }))).toBe('short');
    expect(stateOf(readCriteria({ texte: 'a', ville: 'b' }))).toBe('short');
  });

  it('RE_2.1_5020: refines among the answers at hand, accents and capitals apart', () => {
    const shown = ['Hélène', 'LE GOFF', 'Cardiologie', null, '38000 GRENOBLE'];
    expect(holds(shown, 'helene gre')).toBe(true);
    expect(holds(shown, 'CARDIO lyon')).toBe(false);
    expect(holds(shown, '')).toBe(true);
  });
});
