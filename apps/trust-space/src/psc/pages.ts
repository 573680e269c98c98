import { createHash } from 'node:crypto';
import type { Person } from '../world/world.js';

const PROFESSIONS: Readonly<Record<string, string>> = {
  '10': 'Médecin',
  '21': 'Pharmacien',
  '40': 'Chirurgien-dentiste',
  '50': 'Sage-femme',
  '60': 'Infirmier',
  '70': 'Masseur-kinésithérapeute',
  '80': 'Pédicure-podologue',
};

const STYLE = `
body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5fa;color:#14213d}
main{max-width:36rem;margin:0 auto;padding:1.5rem}
.simulation{background:#7a1f1f;color:#fff;padding:.75rem 1.5rem;text-align:center}
.simulation p{margin:0}
ul{list-style:none;padding:0;display:grid;gap:.5rem}
button{font:inherit;width:100%;text-align:left;padding:.75rem 1rem;border:1px solid #3c4a73;border-radius:.375rem;background:#fff;color:#14213d;cursor:pointer}
button:hover{background:#e6eaf6}
button:focus-visible,input:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}
button small{display:block;color:#44506f}
label{display:block;margin:.5rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.625rem;border:1px solid #3c4a73;border-radius:.375rem}
.go{background:#14357a;color:#fff;text-align:center;margin-top:.75rem}
.go:hover{background:#0d2559}
[role=alert]{border-left:4px solid #a11;padding:.5rem 1rem;background:#fff}`;

const SUBMIT_AT_ONCE = "document.getElementById('op.logoutForm').submit()";

/** Content-Security-Policy of these pages: their own style and one script, nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src '${sha256(STYLE)}'; script-src '${sha256(SUBMIT_AT_ONCE)}'; frame-ancestors 'none'; base-uri 'none'`;

/** The sign-in page: the people of the sandbox, and a field for any other RPPS number. */
export function loginPage(action: string, people: readonly Person[], refusal: string | null): string {
  return page(
    'Pro Santé Connect (simulation)',
    `<h1>Pro Santé Connect</h1>
${refusal ? `<p role="alert">${html(refusal)}</p>` : ''}
<h2>Choisissez qui vous êtes</h2>
<form method="post" action="${html(action)}"><ul>
${people.map(personButton).join('\n')}
</ul></form>
<h2>Ou saisissez un autre numéro RPPS</h2>
<form method="post" action="${html(action)}">
<label for="rpps">Numéro RPPS (11 chiffres)</label>
<input id="rpps" name="rpps" inputmode="numeric" autocomplete="off" required pattern="[0-9]{11}">
<button class="go" type="submit">Se connecter</button>
</form>`,
  );
}

/** The page that ends the session: it submits itself, and has a button where scripts do not run. */
export function logoutPage(form: string): string {
  const complete = form.replace(
    '</form>',
    '<input type="hidden" name="logout" value="yes"><button class="go" type="submit">Se déconnecter</button></form>',
  );
  return page(
    'Déconnexion de Pro Santé Connect (simulation)',
    `<h1>Déconnexion</h1>${complete}<script>${SUBMIT_AT_ONCE}</script>`,
  );
}

export function messagePage(title: string, sentence: string): string {
  return page(`${title} (simulation)`, `<h1>${html(title)}</h1><p>${html(sentence)}</p>`);
}

function personButton(person: Person): string {
  const profession = PROFESSIONS[person.professionCode] ?? `Profession ${person.professionCode}`;
  return `<li><button type="submit" name="rpps" value="${html(person.rpps)}">${html(person.givenName)} ${html(person.familyName)} <small>${html(profession)}, RPPS ${html(person.rpps)}</small></button></li>`;
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title><style>${STYLE}</style></head>
<body><header class="simulation"><p><strong>Simulation</strong> : ce n’est pas le vrai Pro Santé Connect, et les personnes sont fictives.</p></header>
<main>${main}</main></body></html>`;
}

function html(value: string): string {
  return value.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
