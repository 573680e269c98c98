import { createLogger, runApp } from '@cachet/runtime';
import { readSettings, type Settings, SettingsRefused } from './settings.js';
import { startTrustSpace } from './trust-space.js';

const logger = createLogger('trust-space', process.env.TRUST_SPACE_LOG_LEVEL ?? 'info');

void runApp(logger, async (lifecycle) => {
  const trustSpace = await startTrustSpace(settingsOrExit(), logger);
  lifecycle.onStop('trust space', () => trustSpace.close());
  lifecycle.ready();
});

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error;
    process.stderr.write(
      `Espace de confiance simulé : configuration refusée / simulated trust space: configuration refused\n${error.message}\n`,
    );
    process.exit(2);
  }
}
