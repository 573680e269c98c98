/** The month it is in Paris, and the one so many months before, as the API takes them. */
export function lastMonths(now: Date, count: number): { readonly from: string; readonly to: string } {
  const to = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(now).slice(0, 7);
  const [year = 0, month = 1] = to.split('-').map(Number);
  const first = year * 12 + month - count;
  return { from: `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}`, to };
}

const NAMES = {
  fr: new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
};

/** « novembre 2026 ». */
export function monthName(month: string, language: 'fr' | 'en'): string {
  return NAMES[language].format(new Date(`${month}-15T00:00:00Z`));
}

/** The names of the two files of a domain. */
export function fileNames(month: string, domain: string): readonly [exchanges: string, connections: string] {
  const compact = month.replace('-', '');
  return [`${compact}_EchangesMSSante_${domain}.csv`, `${compact}_ConnexionsMSSante_${domain}.csv`];
}

/** How high each bar of a chart is, of a height of 100. */
export function heights(values: readonly number[]): readonly number[] {
  const most = Math.max(1, ...values);
  return values.map((value) => Math.round((value / most) * 100));
}
