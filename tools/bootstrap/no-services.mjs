import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { quietly } from './run.mjs';

/** Debian’s own question before a package’s service begins: 101 says no. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Runs an installation whose packages begin no service of the machine, now or at its next start. */
export async function withoutServices(services, install) {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await install();
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
    // Where there is no systemd, there is nothing to undo.
    if (services.length > 0) await quietly('systemctl', ['disable', ...services]);
  }
}
