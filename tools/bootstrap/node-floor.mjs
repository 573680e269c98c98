import { refuse } from './say.mjs';

const FLOOR = 20;

/** The commands themselves run on any Node from 20; the product then runs on the Node that the lockfile brings. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= FLOOR) return;
  refuse(
    `Node ${process.versions.node} est trop ancien : installez Node ${FLOOR} ou plus récent, puis relancez la commande.`,
    `Node ${process.versions.node} is too old: install Node ${FLOOR} or later, then run the command again.`,
  );
}
