/** Every table that belongs to no tenant, and why. A table that is neither here nor behind the wall fails the contract. */
export const SHARED_TABLES: Readonly<Record<string, string>> = {
  route_address: 'an address being delivered to is known before any tenant is',
  route_domain: 'a domain being delivered to is known before any tenant is',
  route_person: 'a person signing in is known before any tenant is',
  route_api_key: 'a partner’s key is known, by its hash, before any tenant is',
  route_api_token: 'a short token of a partner’s key is known, by its hash, before any tenant is',
  route_operator: 'facts about the whole installation are traced in the operator’s own tenant, found here',
  route_secours: 'whether anybody may come in without Pro Santé Connect is told before a tenant is known',
  outbound_due:
    'one delivery worker serves all tenants and must choose the oldest work; ids and domains only',
  operation_due: 'one worker does the operations of all tenants and must choose the oldest; ids only',
  webhook_due: 'one sender serves the webhooks of all tenants and must choose the oldest work; ids only',
  route_webhook: 'one sender looks for events where there is a webhook, before any tenant is known; ids only',
  quota_crossing: 'one worker tells the holders of every tenant’s full BAL; ids and a percentage only',
  bal_removal: 'one worker destroys what the deleted BAL of every tenant held; ids only',
  reply_due: 'one worker answers for the absent holders of every tenant; ids only',
  portal_session: 'a person’s session spans the tenants where they have something',
  logout_notice: 'Pro Santé Connect tells of a logout once, whatever tenants the person has something in',
  route_identity_domain:
    'a manager’s structure is found by the domain of their address, before any tenant is known',
  manager_sign_in: 'what a provider answers is known by its state, before any tenant is',
  subscription_ticket: 'a ticket belongs to a portal session',
  liste_blanche_version: 'the liste blanche decides for every tenant alike',
  liste_blanche_change:
    'what changed in it is the same for every tenant; only the operator’s people are shown it',
  liste_blanche_pending: 'the one that waits for the operator’s yes will decide for every tenant alike',
  annuaire_feed:
    'a feed to the Annuaire is of a domain, which several structures may share; their parts are behind the wall',
  annuaire_withdrawal: 'a domain is withdrawn by the operator, whichever structures hold it',
  directory_answer:
    'answers of the Annuaire Santé to everybody’s questions are public data; the key tells no question',
  directory_copy: 'copies of the Annuaire Santé are public data, the same for every tenant',
  directory_entry:
    'lines of the Annuaire Santé, and the BAL of this installation that are published in it: public data',
  directory_word: 'the words of these lines',
  directory_lexicon: 'the same words, as those who search hold them',
  directory_practice: 'practices of professionals as the Annuaire Santé tells them to every operator alike',
  fhir_fed_mailbox:
    'one feeding serves the domain of several structures, before any tenant is known; what is published, and read by jobs alone',
  fhir_feed_report:
    'what the directory said of the feed of a domain, until each structure has its part behind the wall',
  cgu_version: 'the operator’s terms of use are the same for every tenant',
  statistics_deposit:
    'the files of a domain are deposited once for all the structures that have addresses there; names of domains, codes and counts only',
  scheduled_job: 'jobs run for the whole installation',
  job_run: 'jobs run for the whole installation; names and durations only',
};

/** Tables of tools, out of the application's reach altogether. */
export const TOOL_TABLES: Readonly<Record<string, string>> = {
  mikro_orm_migrations: 'which migrations were applied: the owner’s own bookkeeping',
};
