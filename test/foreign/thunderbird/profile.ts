import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, run } from '../support/programs.js';

interface Manifest {
  readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
  readonly [key: string]: unknown;
}

/** What a new profile is to know before Thunderbird first sees it. */
export interface ProfileOptions {
  /** Root and intermediate authority, each as a PEM file. */
  readonly authorities: readonly string[];
  /** A certificate and key that some entries ask for, PEM files. */
  readonly identity: { readonly cert: string; readonly key: string };
  /** The manifest of an add-on that is nothing else. */
  readonly addOn: Manifest;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** Nothing but a letter server is to be met: no page of Mozilla's, no welcome, no news. */
const QUIET = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'app.donation.eoy.version.viewed': 999,
  'browser.safebrowsing.downloads.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  // The add-on of the profile is wanted without asking.
  'extensions.autoDisableScopes': 0,
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'mail.chat.enabled': false,
  'mail.provider.suppress_dialog_on_startup': true,
  'mail.rights.version': 1,
  'mail.shell.checkDefaultClient': false,
  'mail.spotlight.firstRunDone': true,
  'mail.winsearch.firstRunDone': true,
  'mailnews.start_page.enabled': false,
  'mailnews.start_page_override.mstone': 'ignore',
  'network.connectivity-service.enabled': false,
  'network.captive-portal-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

/** A profile as a technician prepares it: the operator's authorities trusted, the structure's certificate in its store. */
export async function makeProfile(folder: string, options: ProfileOptions): Promise<string> {
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  const store = `sql:${profile}`;
  await must('certutil', ['-N', '-d', store, '--empty-password']);
  for (const [at, file] of options.authorities.entries())
    await must('certutil', ['-A', '-d', store, '-n', `authority ${at}`, '-t', 'C,,', '-i', file]);
  const { cert, key } = options.identity;
  const bundle = join(folder, 'identity.p12');
  await must('openssl', [
    ...['pkcs12', '-export', '-in', cert, '-inkey', key, '-name', 'structure'],
    ...['-out', bundle, '-passout', 'pass:x'],
  ]);
  await must('pk12util', ['-i', bundle, '-d', store, '-W', 'x', '-K', '']);
  const addOn = join(profile, 'extensions', options.addOn.browser_specific_settings.gecko.id);
  mkdirSync(addOn, { recursive: true });
  writeFileSync(join(addOn, 'manifest.json'), JSON.stringify(options.addOn));
  writeFileSync(join(profile, 'user.js'), settingsFile({ ...QUIET, ...options.settings }));
  return profile;
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const ended: Ended = await run(program, args);
  if (ended.code !== 0) throw new Error(`${program} ${args[0]}: ${ended.stdout}${ended.stderr}`);
}

function settingsFile(settings: ProfileOptions['settings']): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  return `${lines.join('\n')}\n`;
}
