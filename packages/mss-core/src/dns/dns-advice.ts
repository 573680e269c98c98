import { type ExpectedRecord, zoneLine } from './expected-records.js';
import type { DnsType } from './ports.js';

/** What is not as it should be. */
export type DnsTrouble =
  | 'absent'
  | 'different'
  | 'unexpected'
  | 'silence'
  | 'nameIsAlias'
  | 'hostIsAlias'
  | 'hostHasNoAddress'
  | 'severalTexts'
  | 'weightsDiffer'
  | 'dkimKey';

/** One sentence to act on, in both languages. */
export interface DnsAdvice {
  readonly fr: string;
  readonly en: string;
}

export interface AdviceFacts {
  readonly name: string;
  readonly type: DnsType;
  readonly expected: ExpectedRecord | null;
  readonly found?: string;
}

export function adviceOf(trouble: DnsTrouble, { name, type, expected, found }: AdviceFacts): DnsAdvice {
  const line = expected ? zoneLine(expected) : '';
  const host = expected?.value.split(' ').at(-1) ?? '';
  switch (trouble) {
    case 'absent':
      return {
        fr: `Ajoutez dans la zone : ${line}`,
        en: `Add to the zone: ${line}`,
      };
    case 'different':
      return {
        fr: `Remplacez cet enregistrement ${type} par : ${line}`,
        en: `Replace this ${type} record by: ${line}`,
      };
    case 'unexpected':
      return {
        fr: `Retirez de ${name} l’enregistrement ${type} « ${found} » : il mène ailleurs que chez votre opérateur.`,
        en: `Remove from ${name} the ${type} record “${found}”: it leads elsewhere than to your operator.`,
      };
    case 'silence':
      return {
        fr: `Les serveurs DNS n’ont pas répondu pour ${name}. Réessayez dans quelques minutes ; si cela dure, prévenez l’hébergeur de la zone.`,
        en: `The name servers did not answer for ${name}. Try again in a few minutes; if it lasts, tell the host of the zone.`,
      };
    case 'nameIsAlias':
      return {
        fr: `${name} est un alias (CNAME), ce que la norme interdit ici : retirez l’alias, puis ajoutez : ${line}`,
        en: `${name} is an alias (CNAME), which the standard forbids here: remove the alias, then add: ${line}`,
      };
    case 'hostIsAlias':
      return {
        fr: `${host} est un alias (CNAME), ce que la norme interdit ici. Prévenez votre opérateur : cet hôte doit avoir sa propre adresse.`,
        en: `${host} is an alias (CNAME), which the standard forbids here. Tell your operator: this host must have an address of its own.`,
      };
    case 'hostHasNoAddress':
      return {
        fr: `${host} n’a pas d’adresse (A ou AAAA). Prévenez votre opérateur : aucun logiciel ne peut le joindre.`,
        en: `${host} has no address (A or AAAA). Tell your operator: no program can reach it.`,
      };
    case 'severalTexts':
      return {
        fr: `Plusieurs enregistrements de cette sorte s’annulent : n’en gardez qu’un : ${line}`,
        en: `Several records of this kind cancel one another: keep only one: ${line}`,
      };
    case 'weightsDiffer':
      return {
        fr: `Le poids doit être le même pour les quatre enregistrements SRV : écrivez : ${line}`,
        en: `The weight must be the same for the four SRV records: write: ${line}`,
      };
    case 'dkimKey':
      return {
        fr: `Retirez ${name} : les messages de ce service ne portent pas de signature DKIM, cette clé annonce ce qui n’existe pas.`,
        en: `Remove ${name}: the letters of this service bear no DKIM signature, this key announces what does not exist.`,
      };
  }
}
