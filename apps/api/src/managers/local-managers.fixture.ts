import type { Person } from '@cachet/mss-core';
import type { TestTenant } from '@cachet/testkit';
import type { ApiWorld } from '../testing/api-world.fixture.js';
import type { TestClaims, TestProvider } from './test-provider.fixture.js';

const SET = `mutation ($id: ID!, $input: IdentityProviderInput!, $version: Int) {
  identityProviderSet(structureId: $id, input: $input, version: $version) {
    __typename ... on IdentityProvider { issuer clientId domains version } ... on Refus { code path } } }`;
const REGISTER = `mutation ($id: ID!, $person: ID!, $email: String!) {
  localIdentityRegister(structureId: $id, personId: $person, email: $email) {
    __typename ... on LocalIdentity { personId email boundAt } ... on Refus { code path } } }`;
const START = `mutation ($id: ID!, $to: String!) { managerSignInStart(structureId: $id, returnTo: $to) {
    __typename ... on ManagerSignIn { url binding } ... on Refus { code } } }`;
const FINISH = `mutation ($state: String!, $code: String!, $iss: String, $binding: String!) {
  managerSignInFinish(state: $state, code: $code, iss: $iss, binding: $binding) {
    __typename ... on ManagerSignedIn { returnTo signOutUrl session { token idNat } } ... on Refus { code } } }`;

/** How managers of a structure come in by its provider, asked of a running API. */
export class LocalManagers {
  constructor(
    private readonly world: ApiWorld,
    private readonly provider: TestProvider,
    readonly hospital: TestTenant,
    /** Of a manager known by Pro Santé Connect. */
    readonly psc: string,
  ) {}

  /** A hospital whose manager signed in with Pro Santé Connect. */
  static async at(world: ApiWorld, provider: TestProvider, hospital: TestTenant): Promise<LocalManagers> {
    const chief = await hospital.person();
    await hospital.role(chief, 'manager');
    return new LocalManagers(world, provider, hospital, await world.signIn(chief));
  }

  async set(token: string, input: Record<string, unknown> = {}, version: number | null = null) {
    const { issuer, clientSecret } = this.provider;
    const usual = { issuer, clientId: 'portail', clientSecret, domains: ['CH-Valmont.fr'] };
    const variables = { id: this.hospital.id, input: { ...usual, ...input }, version };
    const { data, errors } = await this.world.ask(SET, token, variables);
    return data?.identityProviderSet ?? errors?.[0].extensions;
  }

  async register(token: string, person: Pick<Person, 'id'>, email: string) {
    const variables = { id: this.hospital.id, person: person.id, email };
    return (await this.world.ask(REGISTER, token, variables)).data.localIdentityRegister;
  }

  async start(at: Pick<TestTenant, 'id'> = this.hospital, to = '/g') {
    return (await this.world.ask(START, null, { id: at.id, to })).data.managerSignInStart;
  }

  async finish(answer: Record<string, unknown>) {
    return (await this.world.ask(FINISH, null, answer)).data.managerSignInFinish;
  }

  /** A whole sign-in; what the provider says of the person, and what of its answer was changed on the way. */
  async comeIn(claims: TestClaims, change: Record<string, unknown> = {}) {
    const { url, binding } = await this.start();
    return this.finish({ ...this.provider.signIn(url, claims), binding, ...change });
  }

  /** An auditor or manager registered in the hospital, who signs in by its provider. */
  async localManager(role: 'manager' | 'auditor' = 'manager', sub = 'u1') {
    await this.set(this.psc);
    const person = await this.hospital.person();
    await this.hospital.role(person, role);
    await this.register(this.psc, person, `${sub}@ch-valmont.fr`);
    const { session } = await this.comeIn({ sub, email: `${sub.toUpperCase()}@CH-Valmont.fr` });
    return { person, token: session.token as string };
  }
}
