import { describe, expect, it } from 'vitest';
import { termsPath, termsReasonOf } from './terms-path.ts';

describe('the page of the terms of use', () => {
  it('remembers where to go on, and why it is shown again', () => {
    expect(termsPath('/')).toBe('/cgu');
    expect(termsPath('/m/1?apres=x')).toBe('/cgu?retour=%2Fm%2F1%3Fapres%3Dx');
    expect(termsPath('/m', 'case')).toBe('/cgu?raison=case&retour=%2Fm');
  });

  it('says nothing for a reason that is not one of ours', () => {
    expect(termsReasonOf('panne')).toBe('notDone');
    for (const strange of [undefined, '', 'toString', '<b>']) expect(termsReasonOf(strange)).toBeNull();
  });
});
