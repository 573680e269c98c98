import type { LeftOutCode, LeftOutMessage } from '@cachet/mss-core';
import { say } from './words.js';

/** Lines of the list; the rest is counted. */
export const MOST_TOLD = 200;

const WORDS: Readonly<Record<LeftOutCode, readonly [french: string, english: string]>> = {
  messageTooLarge: ['plus grand que la limite', 'larger than the limit'],
  messageMalformed: ['vide', 'empty'],
  malwareInDeposit: ['infecté', 'infected'],
  malwareFound: ['infecté', 'infected'],
  notFound: ['le serveur d’origine ne l’a plus', 'the other server has it no more'],
  failsThere: ['le serveur d’origine n’a jamais pu le donner', 'the other server never gave it'],
  failsHere: ['il n’a jamais pu être enregistré', 'it could never be kept'],
};

/** What was not taken over, by folder and number, and why. Nothing of what it says. */
export function tellLeftOut({ total, first }: { total: number; first: readonly LeftOutMessage[] }): void {
  if (total === 0) return;
  say(
    `${total} ${total > 1 ? 'messages n’ont pas été repris et restent' : 'message n’a pas été repris et reste'} sur le serveur d’origine :`,
    `${total} ${total > 1 ? 'messages were not taken over and stay' : 'message was not taken over and stays'} on the other server:`,
  );
  for (const { folder, uid, code } of first) {
    const [french, english] = WORDS[code];
    const place = `${onOneLine(folder)}, UID ${uid}`;
    say(`- ${place} : ${french}`, `${place}: ${english}`);
  }
  const rest = total - first.length;
  if (rest > 0) say(`- et ${rest} autres (mail_import_refusal).`, `and ${rest} more (mail_import_refusal).`);
}

/** As another server names it: nothing that a terminal would obey. */
function onOneLine(name: string): string {
  return name.replace(/\p{C}+/gu, ' ').trim();
}
