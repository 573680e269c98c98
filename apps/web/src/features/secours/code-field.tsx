import field from '../../ui/field.module.css';

/** The six digits of an authenticator. */
export function CodeField({ label }: { readonly label: string }) {
  return (
    <label className={field.field}>
      {label}
      <input
        type="text"
        name="code"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="\s*(\d\s*){6}"
        maxLength={12}
      />
    </label>
  );
}
