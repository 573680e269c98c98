import { existsSync } from 'node:fs';
import { aptInstall, mayInstall } from './apt.mjs';
import { withoutServices } from './no-services.mjs';
import { quietly } from './run.mjs';
import { say } from './say.mjs';

/** The packages of the mail programs that nobody here wrote, with how one knows that each is there. */
const PACKAGES = {
  swaks: () => existsSync('/usr/bin/swaks'),
  // What swaks needs to speak TLS; its package only recommends it.
  'libnet-ssleay-perl': async () => (await quietly('perl', ['-MNet::SSLeay', '-e', '1'])).code === 0,
  msmtp: () => existsSync('/usr/bin/msmtp'),
  curl: () => existsSync('/usr/bin/curl'),
  openssl: () => existsSync('/usr/bin/openssl'),
  postfix: () => existsSync('/usr/sbin/postfix'),
  isync: () => existsSync('/usr/bin/mbsync'),
  // What mbsync needs to sign in with an access token.
  'libsasl2-modules-kdexoauth2': async () =>
    (await quietly('sh', ['-c', 'ls /usr/lib/*/sasl2/libkdexoauth2.so'])).code === 0,
  offlineimap3: () => existsSync('/usr/bin/offlineimap'),
  mutt: () => existsSync('/usr/bin/mutt'),
  fetchmail: () => existsSync('/usr/bin/fetchmail'),
  python3: () => existsSync('/usr/bin/python3'),
  bsdutils: () => existsSync('/usr/bin/script'),
  'dovecot-imapd': () => existsSync('/usr/lib/dovecot/imap'),
};

/** The mail program of a desk, and what puts certificates into its store. */
const DESK = {
  thunderbird: () => existsSync('/usr/bin/thunderbird'),
  'libnss3-tools': () => existsSync('/usr/bin/certutil'),
};

/**
 * Installs those that lack, as root on Debian. Elsewhere, or when that fails, tells which are wanted and goes on: the tests that
 * need them fail for root and are skipped aloud for anyone else (test/foreign).
 */
export function ensureForeignClients() {
  return ensure({ ...PACKAGES, ...DESK });
}

/** What our figures are measured beside. */
export function ensureMeasuredServers() {
  return ensure({ ...PACKAGES, 'dovecot-lmtpd': () => existsSync('/usr/lib/dovecot/lmtp') });
}

async function ensure(packages) {
  const lacking = await missing(packages);
  if (lacking.length === 0) return;
  if (await mayInstall()) await install(lacking);
  const names = (await missing(packages)).join(' ');
  if (names === '') return;
  say(
    `Rien ne sera essayé avec certains logiciels de messagerie ; il manque : ${names} (sudo apt-get install ${names}).`,
    `some mail programs will not be tried; missing: ${names}`,
  );
}

async function missing(packages) {
  const there = await Promise.all(Object.values(packages).map((isThere) => isThere()));
  return Object.keys(packages).filter((_, at) => !there[at]);
}

async function install(packages) {
  say(`Installation de logiciels de messagerie : ${packages.join(', ')}…`, 'installing mail programs');
  // Postfix’s package asks what the machine’s own mail should be: nothing, and so no service of it begins.
  if (packages.includes('postfix')) await answer('postfix postfix/main_mailer_type select No configuration');
  // Dovecot’s would take the mail of the machine.
  const services = packages.some((name) => name.startsWith('dovecot-'))
    ? ['dovecot.service', 'dovecot.socket']
    : [];
  const fault = await withoutServices(services, () => aptInstall(packages));
  if (fault !== null) say(`Installation impossible :\n${fault}`, 'could not be installed');
}

function answer(selection) {
  return quietly('sh', ['-c', 'echo "$0" | debconf-set-selections', selection]);
}
