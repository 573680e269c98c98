import type { DirectorySettingsFragment } from '../../gql/documents.ts';
import type { SettingsChange } from './order.ts';

export type Settings = Omit<DirectorySettingsFragment, 'version'>;
export type SettingName = keyof Settings;

/** Settings as a form holds them: texts, days as `2026-11-20`, a tick as `true`. */
export type TypedSettings = Readonly<Record<SettingName, string>>;

const PARIS_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' });
const DAYS = ['approvalAskedAt', 'approvedAt'] as const;
const TEXTS = ['service', 'civility', 'profession', 'speciality', 'approvalReference'] as const;

export function typedOf(settings: Settings): TypedSettings {
  const text = (value: string | null | undefined) => value ?? '';
  return {
    service: text(settings.service),
    rank: settings.rank ? String(settings.rank) : '',
    isHidden: settings.isHidden ? 'true' : '',
    civility: text(settings.civility),
    profession: text(settings.profession),
    speciality: text(settings.speciality),
    approvalReference: text(settings.approvalReference),
    approvalAskedAt: dayOf(settings.approvalAskedAt),
    approvedAt: dayOf(settings.approvedAt),
  };
}

/** What was changed of those settings: nothing else is sent, so that what others changed meanwhile is not undone. Or the field nobody can read. */
export function readChange(
  before: TypedSettings,
  typed: Partial<TypedSettings>,
): { readonly change: SettingsChange } | { readonly wrong: SettingName } {
  const changed = (name: SettingName) => {
    const value = typed[name]?.trim();
    return value === undefined || value === before[name] ? undefined : value;
  };
  const rank = changed('rank');
  if (rank !== undefined && !/^\d{0,4}$/.test(rank)) return { wrong: 'rank' };
  const change: Record<string, unknown> = {};
  for (const name of TEXTS) if (changed(name) !== undefined) change[name] = changed(name) || null;
  for (const name of DAYS) {
    const day = changed(name);
    if (day !== undefined && day !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(day)) return { wrong: name };
    // The beginning of that day in Paris is past as soon as it is that day there.
    if (day !== undefined) change[name] = day === '' ? null : startOf(day);
  }
  if (rank !== undefined) change.rank = Number(rank || 0);
  if (changed('isHidden') !== undefined) change.isHidden = changed('isHidden') === 'true';
  return { change: change as SettingsChange };
}

function dayOf(iso: string | null | undefined): string {
  return iso ? PARIS_DAY.format(new Date(iso)) : '';
}

/** Paris is one or two hours ahead of UTC: one of both is its midnight. */
function startOf(day: string): string {
  const [winter, summer] = ['+01:00', '+02:00'].map((offset) => new Date(`${day}T00:00:00${offset}`));
  const start = summer && PARIS_DAY.format(summer) === day ? summer : winter;
  return (start ?? new Date(day)).toISOString();
}
