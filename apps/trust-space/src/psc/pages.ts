import { html, logoutForm, simulatedPage } from '../pages/simulated-page.js';
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

const IS_NOT = 'ce n’est pas le vrai Pro Santé Connect';

/** The sign-in page: the people of the sandbox, and a field for any other RPPS number. */
export function loginPage(action: string, people: readonly Person[], refusal: string | null): string {
  return simulatedPage(
    'Pro Santé Connect',
    IS_NOT,
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

export function logoutPage(form: string): string {
  return simulatedPage('Déconnexion de Pro Santé Connect', IS_NOT, logoutForm(form));
}

export function messagePage(title: string, sentence: string): string {
  return simulatedPage(title, IS_NOT, `<h1>${html(title)}</h1><p>${html(sentence)}</p>`);
}

function personButton(person: Person): string {
  const profession = PROFESSIONS[person.professionCode] ?? `Profession ${person.professionCode}`;
  return `<li><button type="submit" name="rpps" value="${html(person.rpps)}">${html(person.givenName)} ${html(person.familyName)} <small>${html(profession)}, RPPS ${html(person.rpps)}</small></button></li>`;
}
