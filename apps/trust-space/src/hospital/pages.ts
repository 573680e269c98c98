import { html, logoutForm, simulatedPage } from '../pages/simulated-page.js';
import type { HospitalAccount } from '../world/world.js';

/** The pages of one hospital’s provider. */
export class HospitalPages {
  readonly #isNot: string;

  constructor(private readonly hospital: string) {
    this.#isNot = `ce service de comptes « ${hospital} » n’existe pas`;
  }

  /** The sign-in page: the accounts of the hospital, without their passwords. */
  login(action: string, accounts: readonly HospitalAccount[]): string {
    return this.#page(
      `Comptes de ${this.hospital}`,
      `<h2>Choisissez votre compte</h2>
<form method="post" action="${html(action)}"><ul>
${accounts.map(button).join('\n')}
</ul></form>
<form method="post" action="${html(action)}"><button class="go" name="cancel" value="1">Annuler</button></form>`,
    );
  }

  logout(form: string): string {
    return simulatedPage(`Déconnexion de ${this.hospital}`, this.#isNot, logoutForm(form));
  }

  message(title: string, sentence: string): string {
    return this.#page(title, `<p>${html(sentence)}</p>`);
  }

  #page(title: string, main: string): string {
    return simulatedPage(title, this.#isNot, `<h1>${html(title)}</h1>${main}`);
  }
}

function button({ subject, givenName, familyName, email, note }: HospitalAccount): string {
  return `<li><button type="submit" name="subject" value="${html(subject)}">${html(givenName)} ${html(familyName)} <small>${html(email)} — ${html(note)}</small></button></li>`;
}
