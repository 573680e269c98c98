const PETALS = 16;

/** The mark of the product: a wax seal, its soft edge, an inner ring and a folded letter. */
export function Seal({ size = 32 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" focusable="false" width={size} height={size} viewBox="0 0 40 40">
      <path d={edge(20, 18.4, 1.15)} fill="currentColor" />
      <circle
        cx="20"
        cy="20"
        r="12.6"
        fill="none"
        stroke="var(--surface)"
        strokeOpacity="0.55"
        strokeWidth="1.1"
      />
      <path
        d="M13.4 15.6h13.2v9.4H13.4zM13.6 15.9l6.4 5.3 6.4-5.3"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** A closed curve around `centre` whose radius waves gently, as wax does when it is pressed. */
function edge(centre: number, radius: number, wave: number): string {
  const points = Array.from({ length: PETALS * 2 }, (_, i) => {
    const angle = (Math.PI * i) / PETALS;
    const r = radius + (i % 2 === 0 ? 0 : -wave * (1 + ((i * 7) % 5) / 8));
    return [centre + r * Math.cos(angle), centre + r * Math.sin(angle)] as const;
  });
  const middle = (i: number) => {
    const [a, b] = [points[i % points.length] ?? [0, 0], points[(i + 1) % points.length] ?? [0, 0]];
    return `${((a[0] + b[0]) / 2).toFixed(2)} ${((a[1] + b[1]) / 2).toFixed(2)}`;
  };
  const curves = points.map((_, i) => {
    const [x, y] = points[(i + 1) % points.length] ?? [0, 0];
    return `Q${x.toFixed(2)} ${y.toFixed(2)} ${middle(i + 1)}`;
  });
  return `M${middle(0)}${curves.join('')}Z`;
}
