import { expect, it } from 'vitest';
import { holderName } from './holder-name.ts';

const address = 'jeanne.moreau@ch-valmont.mssante.fr';

it('tells a delegate whom they act for', () => {
  expect(holderName({ kind: 'PERSONAL', address, description: 'Docteur Jeanne Moreau, cardiologie' })).toBe(
    'Docteur Jeanne Moreau',
  );
  expect(holderName({ kind: 'ORGANISATIONAL', address, description: 'Service de cardiologie' })).toBe(
    '«\u00a0Service de cardiologie\u00a0»',
  );
  expect(holderName({ kind: 'PERSONAL', address, description: '' })).toBe('jeanne.moreau');
});
