import { createHash } from 'node:crypto';

const STYLE = `
body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5fa;color:#14213d}
main{max-width:36rem;margin:0 auto;padding:1.5rem}
.simulation{background:#7a1f1f;color:#fff;padding:.75rem 1.5rem;text-align:center}
.simulation p{margin:0}
ul{list-style:none;padding:0;display:grid;gap:.5rem}
button{font:inherit;width:100%;text-align:left;padding:.75rem 1rem;border:1px solid #3c4a73;border-radius:.375rem;background:#fff;color:#14213d;cursor:pointer}
button:hover{background:#e6eaf6}
button:focus-visible,input:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}
button small{display:block;color:#44506f}
label{display:block;margin:.5rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.625rem;border:1px solid #3c4a73;border-radius:.375rem}
.go{background:#14357a;color:#fff;text-align:center;margin-top:.75rem}
.go:hover{background:#0d2559}
[role=alert]{border-left:4px solid #a11;padding:.5rem 1rem;background:#fff}`;

const SUBMIT_AT_ONCE = "document.getElementById('op.logoutForm').submit()";

/** Content-Security-Policy of these pages: their own style and one script, nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src '${sha256(STYLE)}'; script-src '${sha256(SUBMIT_AT_ONCE)}'; frame-ancestors 'none'; base-uri 'none'`;

/** A page of a simulated identity provider, under a band that says so. */
export function simulatedPage(title: string, isNot: string, main: string): string {
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)} (simulation)</title><style>${STYLE}</style></head>
<body><header class="simulation"><p><strong>Simulation</strong> : ${html(isNot)}, et les personnes sont fictives.</p></header>
<main>${main}</main></body></html>`;
}

/** What ends a session at the provider: a form that submits itself, with a button where scripts do not run. */
export function logoutForm(form: string): string {
  const complete = form.replace(
    '</form>',
    '<input type="hidden" name="logout" value="yes"><button class="go" type="submit">Se déconnecter</button></form>',
  );
  return `<h1>Déconnexion</h1>${complete}<script>${SUBMIT_AT_ONCE}</script>`;
}

export function html(value: string): string {
  return value.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
