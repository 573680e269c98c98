/** A subject without what answering and forwarding put around it (RFC 5256 §2.1). */
export interface BaseSubject {
  readonly text: string;
  /** Something was taken away that only an answer or a forwarded message has. */
  readonly isReply: boolean;
}

/** The base subject of a subject already decoded. French programs say `TR:` and `RÉF:` where others say `Fwd:`; the standard knows neither. */
export function baseSubject(decoded: string | null): BaseSubject {
  let text = (decoded ?? '').replace(/[\t\r\n ]+/g, ' ');
  let isReply = false;
  for (;;) {
    const trailed = withoutTrailers(text);
    const led = withoutLeaders(trailed.text);
    isReply ||= trailed.isReply || led.isReply;
    const inner = FORWARDED.exec(led.text)?.[1];
    if (inner === undefined) return { text: led.text, isReply };
    isReply = true;
    text = inner;
  }
}

/** Steps 2: `(fwd)` and space at the end. */
function withoutTrailers(text: string): BaseSubject {
  let end = text.length;
  let isReply = false;
  for (;;) {
    if (text.charAt(end - 1) === ' ') end -= 1;
    else if (end >= 5 && text.slice(end - 5, end).toLowerCase() === '(fwd)') {
      end -= 5;
      isReply = true;
    } else return { text: text.slice(0, end), isReply };
  }
}

/** Steps 3 to 5: `Re:`, `Fw:`, `Fwd:` with or without a `[blob]`, then a blob alone, as long as something is left. */
function withoutLeaders(text: string): BaseSubject {
  let at = 0;
  let isReply = false;
  for (;;) {
    const leader = matchAt(LEADER, text, at);
    const space = leader === 0 ? matchAt(SPACE, text, at) : 0;
    const blob = leader + space === 0 ? matchAt(BLOB, text, at) : 0;
    if (leader > 0) isReply = true;
    // A blob that is all there is, is the subject.
    const taken = blob > 0 && at + blob >= text.length ? 0 : leader + space + blob;
    if (taken === 0) return { text: text.slice(at), isReply };
    at += taken;
  }
}

function matchAt(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.exec(text)?.[0].length ?? 0;
}

// Sticky, each read once along the subject.
const LEADER = /(?:\[[^[\]]*\] *)*(?:re|fwd?) *(?:\[[^[\]]*\] *)?:/iy;
const SPACE = / +/y;
const BLOB = /\[[^[\]]*\] */y;
/** Step 6. */
const FORWARDED = /^\[fwd:(.*)\]$/i;
