import {
  type AnnuaireNames,
  type Cotitulaire,
  type Declaration,
  type Feed,
  NOS,
  type Nomenclature,
} from '@cachet/mss-core/annuaire';
import { type SoapCall, type SoapMessage, soapMessage } from './soap-message.js';
import { element, openTag, text } from './xml-text.js';

export type FeedCall = Omit<SoapCall, 'service'>;

/** The feed of one or several domains, written record by record: fifty thousand never stand in memory as text. */
// EX_1.1.1_5010: for each domain its name, then everything that is declared of it.
export function feedMessage(call: FeedCall, feeds: readonly Pick<Feed, 'domain' | 'entries'>[]): SoapMessage {
  const { names } = call;
  const { namespace, request } = names.feed;
  return soapMessage({ ...call, service: names.feed }, function* body() {
    yield openTag(request, { xmlns: namespace });
    for (const { domain, entries } of feeds) {
      yield `${openTag(names.domainPart, {})}${element(names.domain, {}, text(domain))}`;
      for (const { declaration } of entries) yield accountText(declaration, names);
      yield `</${names.domainPart}>`;
    }
    yield `</${request}>`;
  });
}

/** Asks for what the Annuaire says of a feed. */
export function reportRequest(call: FeedCall, ticket: string): SoapMessage {
  const { names } = call;
  const { namespace, request } = names.report;
  const body = element(request, { xmlns: namespace }, element(names.ticket, {}, text(ticket)));
  return soapMessage({ ...call, service: names.report }, () => [body]);
}

function accountText(declaration: Declaration, names: AnnuaireNames): string {
  const own = names.fields.map(([field, name]) => fieldText(field, name, declaration[field], names));
  const { cotitulaires } = declaration;
  const list =
    cotitulaires && element(names.coholders, {}, ...cotitulaires.map((each) => coholderText(each, names)));
  return element(names.account, {}, ...own, list ?? '');
}

function coholderText(holder: Cotitulaire, names: AnnuaireNames): string {
  const own = names.coholderFields.map(([field, name]) => fieldText(field, name, holder[field], names));
  return element(names.coholder, {}, ...own);
}

/** A value that is not there is not written. */
function fieldText(field: string, name: string, value: string | null, names: AnnuaireNames): string {
  if (value === null || value === '') return '';
  const table = names.codedAs === 'attributes' ? tableOf(field, value) : null;
  if (!table) return element(name, {}, text(value));
  // §6.3.2.3.3.3: no codeSystemVersion is sent.
  return element(name, { code: value, codeSystem: table.oid, codeSystemName: table.name });
}

function tableOf(field: string, code: string): Nomenclature | null {
  switch (field) {
    case 'typeIdentifiantPP':
      return NOS.g08;
    case 'typeIdentifiantPM':
      return NOS.g07;
    case 'civiliteExercice':
      return NOS.civility;
    case 'categorieProfessions':
      return NOS.category;
    case 'profession':
      return NOS.profession;
    case 'specialite':
      return specialityTable(code);
    default:
      return null;
  }
}

/** Table 15: three tables hold specialities, and no code stands in two. */
function specialityTable(code: string): Nomenclature {
  const tables = [NOS.exclusiveCompetence, NOS.pacQualification];
  return tables.find(({ codes }) => codes.has(code)) ?? NOS.speciality;
}
