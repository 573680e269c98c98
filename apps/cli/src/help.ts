import type { Command } from './command.js';
import type { Language } from './spoken.js';

const TEXT: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Options de toutes les commandes :',
    '  --url <adresse>       adresse de l’API (sinon CACHET_API_URL)',
    '  --key-file <fichier>  clé d’API, lisible de vous seul (sinon CACHET_API_KEY ou CACHET_API_KEY_FILE)',
    '  --structure <id>      structure, quand la clé en a plusieurs',
    '  --json                réponse pour un programme',
    '  --lang <fr|en>        langue',
    '  --help                cette aide, ou celle d’une commande',
    '',
    'Fin : 0 fait ; 1 refusé, ou quelque chose ne va pas ; 2 commande mal écrite ; 3 API injoignable ou clé refusée.',
  ],
  en: [
    'Options of every command:',
    '  --url <address>       address of the API (else CACHET_API_URL)',
    '  --key-file <file>     API key, readable by you alone (else CACHET_API_KEY or CACHET_API_KEY_FILE)',
    '  --structure <id>      structure, when the key has several',
    '  --json                answer for a program',
    '  --lang <fr|en>        language',
    '  --help                this help, or that of a command',
    '',
    'Ends with: 0 done; 1 refused, or something is wrong; 2 typed wrong; 3 API not reached or key refused.',
  ],
};

export function help(commands: readonly Command[], language: Language): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    language === 'fr' ? 'cachet <commande> [options]' : 'cachet <command> [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary[language]}`),
    '',
    ...TEXT[language],
  ];
}

export function helpOf({ usage, summary, scope }: Command, language: Language): readonly string[] {
  const needed = language === 'fr' ? 'Portée nécessaire : ' : 'Scope needed: ';
  return [summary[language], '', `  ${usage}`, ...(scope === null ? [] : ['', `${needed}${scope}`])];
}
