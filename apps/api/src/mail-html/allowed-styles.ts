/** The few declarations a letter needs to look right. Anything that fetches, positions or hides is left out. */
const COLOUR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%/]{1,40}\)|hsla?\([\d\s.,%/a-z]{1,40}\))$/i;
const LENGTH = /^(?:0|auto|\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|ex|%|mm|cm)?)$/i;
const LENGTHS = /^(?:(?:0|auto|\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|ex|%|mm|cm)?)(?:\s+|$)){1,4}$/i;
const BORDER =
  /^(?:(?:none|solid|dashed|dotted|double|thin|medium|thick|0|\d{1,2}(?:\.\d{1,2})?(?:px|pt|em)|#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%/]{1,40}\))(?:\s+|$)){1,3}$/i;
const FONT_FAMILY = /^[\p{L}\d\s,'"-]{1,200}$/u;
const FONT_SIZE =
  /^(?:\d{1,2}(?:\.\d{1,2})?(?:px|pt|em|rem|%)|\d{2,3}%|(?:xx?-)?(?:small|large)|medium|smaller|larger)$/i;
const WORD = /^[a-z-]{2,20}$/i;

const EDGES = ['top', 'right', 'bottom', 'left'];
const sided = (name: string, rule: RegExp) =>
  Object.fromEntries(EDGES.map((edge) => [`${name}-${edge}`, [rule]]));

export const ALLOWED_STYLES: Record<string, RegExp[]> = {
  color: [COLOUR],
  'background-color': [COLOUR],
  'font-family': [FONT_FAMILY],
  'font-size': [FONT_SIZE],
  'font-style': [WORD],
  'font-weight': [/^(?:[1-9]00|normal|bold|bolder|lighter)$/i],
  'line-height': [/^(?:normal|\d{1,2}(?:\.\d{1,3})?(?:px|pt|em|%)?|\d{2,3}%)$/i],
  'text-align': [/^(?:left|right|center|justify|start|end)$/i],
  'text-decoration': [/^(?:none|underline|line-through)$/i],
  'text-indent': [LENGTH],
  'text-transform': [WORD],
  'vertical-align': [WORD],
  'white-space': [/^(?:normal|nowrap|pre|pre-wrap|pre-line)$/i],
  'list-style-type': [WORD],
  'border-collapse': [WORD],
  'border-spacing': [LENGTHS],
  border: [BORDER],
  ...sided('border', BORDER),
  padding: [LENGTHS],
  ...sided('padding', LENGTH),
  margin: [LENGTHS],
  ...sided('margin', LENGTH),
  width: [LENGTH],
  'max-width': [LENGTH],
  height: [LENGTH],
};
