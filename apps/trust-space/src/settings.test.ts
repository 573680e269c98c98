import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsRefused } from './settings.js';

describe('the settings of the trust space', () => {
  it('name everything that is missing, in French and English', () => {
    const refusal = refusalOf({});
    for (const name of ['PORT_BASE', 'DIR', 'WORLD', 'CLOCK_FILE'])
      expect(refusal).toContain(`TRUST_SPACE_${name} :`);
    expect(refusal).toContain('un numéro de port est attendu');
    expect(refusal).toContain('a port number is expected');
  });

  it('place every service at its offset of the contract', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const world = join(folder, 'world.json');
    writeFileSync(world, '{}');
    const { ports, refresh } = readSettings({
      TRUST_SPACE_PORT_BASE: '30000',
      TRUST_SPACE_DIR: folder,
      TRUST_SPACE_WORLD: world,
      TRUST_SPACE_CLOCK_FILE: join(folder, 'clock'),
    });
    expect(ports).toEqual({
      control: 30100,
      psc: 30101,
      annuaire: 30102,
      hospital: 30103,
      sipil: 30104,
      peer: 30125,
      outsideMail: 30126,
      clamd: 30131,
      dns: 30153,
      annuaireLdap: 30389,
    });
    expect(refresh).toBeNull();
  });
});

function refusalOf(env: Record<string, string>): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.message;
  }
  return '';
}
